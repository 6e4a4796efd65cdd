import { Module } from '@nestjs/common';
import { GridController } from './grid.controller.js';
import { GridResolver } from './grid.resolver.js';
import { GridService } from './grid.service.js';

@Module({ controllers: [GridController], providers: [GridService, GridResolver], exports: [GridService] })
export class GridModule {}

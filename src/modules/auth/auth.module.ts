import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { KeysService } from './keys.service.js';
import { ScopeGuard } from './scope.guard.js';

@Module({
  providers: [KeysService, { provide: APP_GUARD, useClass: ScopeGuard }],
  exports: [KeysService],
})
export class AuthModule {}

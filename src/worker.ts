import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DatabaseModule } from './database/database.module.js';
import { AuthModule } from './modules/auth/index.js';
import { BenchmarkModule } from './modules/benchmark/index.js';
import { FactorsModule } from './modules/factors/index.js';

@Module({})
class WorkerModule {
  static forDatabase(url: string): DynamicModule {
    const imports = [DatabaseModule.forUrl(url), AuthModule, FactorsModule, BenchmarkModule];
    return { module: WorkerModule, imports };
  }
}

/** The parts of the service that a worker needs: no HTTP, no GraphQL. */
export function createWorkerContext(databaseUrl: string): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(WorkerModule.forDatabase(databaseUrl), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
}

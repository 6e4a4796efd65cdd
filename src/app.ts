import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { LogLevel } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './common/config/config.js';
import { ProblemFilter, validationPipe } from './common/errors/index.js';
import { addHttpHooks } from './common/http/index.js';
import { SnapshotStore } from './database/snapshot/snapshot-store.js';
import { Metrics } from './modules/health/index.js';
import { serveDocs } from './docs.js';

const LEVELS: LogLevel[] = ['error', 'warn', 'log', 'debug'];

/** The HTTP application, ready to listen. */
export async function createApp(databaseUrl: string, config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: config.BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: 300 },
    genReqId: () => randomUUID(),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forDatabase(databaseUrl), adapter, {
    logger: LEVELS.slice(0, LEVELS.indexOf(config.LOG_LEVEL as LogLevel) + 1),
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validationPipe());
  await addHttpHooks(app.getHttpAdapter().getInstance(), {
    dataVersion: () => app.get(SnapshotStore).version,
    observe: (...observation) => app.get(Metrics).observe(...observation),
  });
  await serveDocs(app);
  await app.init();
  return app;
}

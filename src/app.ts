import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { LogLevel } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Config } from './common/config/config.js';
import { ProblemFilter, sendProblem, validationPipe } from './common/errors/index.js';
import { addHttpHooks, ProblemAdapter } from './common/http/index.js';
import { SnapshotStore } from './database/snapshot/snapshot-store.js';
import { Metrics } from './modules/health/index.js';
import { serveDocs } from './docs.js';
import { version } from './version.js';

const LEVELS: LogLevel[] = ['error', 'warn', 'log', 'debug'];

/** The HTTP application, ready to listen. */
export async function createApp(databaseUrl: string, config: Config): Promise<NestFastifyApplication> {
  const adapter = new ProblemAdapter({
    bodyLimit: config.BODY_LIMIT_BYTES,
    trustProxy: config.TRUST_PROXY === 'on',
    // CodeCarbon joins an endpoint that ends in a slash to paths that begin with one
    routerOptions: { maxParamLength: 300, ignoreDuplicateSlashes: true },
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply as FastifyReply),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forDatabase(databaseUrl), adapter, {
    logger: LEVELS.slice(0, LEVELS.indexOf(config.LOG_LEVEL as LogLevel) + 1),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validationPipe());
  await addHttpHooks(app.getHttpAdapter().getInstance(), {
    version: version(),
    dataVersion: () => app.get(SnapshotStore).version,
    requestsPerMinute: config.REQUESTS_PER_MINUTE,
    observe: (...observation) => app.get(Metrics).observe(...observation),
  });
  await serveDocs(app);
  await app.init();
  return app;
}

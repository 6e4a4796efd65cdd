import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import { withDatabase } from './with-database.js';

/** Runs a command with the service's own parts on its database, without its HTTP side. */
export function withApp<T>(command: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return withDatabase(async ({ options }) => {
    const { url } = options as { url: string };
    const app = await NestFactory.createApplicationContext(AppModule.forDatabase(url), {
      logger: ['error', 'warn'],
      abortOnError: false,
    });
    return command(app).finally(() => app.close());
  });
}

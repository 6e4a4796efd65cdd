import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../../core/errors/index.js';

interface FileRoute {
  readonly fileBody?: boolean;
}

/** What the body of a file route is taken for inside, whatever its content type says. */
const FILE = 'application/x-wattfactor-file';

const isFileRoute = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as FileRoute | undefined)?.fileBody === true;

/** The handler reads the body itself, as the stream of bytes that `request.body` then is, of any content type. */
export const FileBody = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ fileBody: true }),
    ApiConsumes('application/octet-stream', 'text/csv', 'application/json', 'application/x-ndjson'),
    ApiBody({ description: 'The file, plain or gzip', schema: { type: 'string', format: 'binary' } }),
  );

/** Lets routes with `@FileBody()` have their body unread; on every other route JSON stays the only body. */
export function addFileBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    // the handler decompresses with a bound of its own
    if ((route.config as FileRoute | undefined)?.fileBody) Object.assign(route, { decompress: false });
  });
  fastify.addHook('preParsing', async (request, _reply, payload) => {
    if (isFileRoute(request)) request.raw.headers['content-type'] = FILE;
    return payload;
  });
  fastify.addContentTypeParser(FILE, (request, payload, done) => {
    if (isFileRoute(request)) done(null, payload);
    else done(new DomainError('UNSUPPORTED_MEDIA_TYPE', 'This resource takes JSON'));
  });
}

import { applyDecorators, createParamDecorator, SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Scope } from '../../core/access/index.js';
import { ProblemResponses } from '../../common/http/index.js';
import { keyOf, requestOf } from './credentials.js';
import type { ApiKey } from './keys.service.js';

export const NEEDS = 'wattfactor:needs';
export const NOTHING = 'nothing';
export const KEYLESS = 'wattfactor:keyless';

/** Names of the ways to send a key, in openapi.yaml. */
export const KEY_SCHEMES = ['bearer', 'xApiKey', 'xApiToken'] as const;

/** The REST operation, mutation or query needs an API key with this scope. */
export const RequireScope = (scope: Scope): ClassDecorator & MethodDecorator =>
  applyDecorators(
    SetMetadata(NEEDS, scope),
    ...KEY_SCHEMES.map((scheme) => ApiSecurity(scheme)),
    ApiExtension('x-required-scope', scope),
    ProblemResponses(401, 403),
  );

/** For a POST or mutation that writes nothing of others', such as an estimate: it needs no key. */
export const OpenToAll = (): ClassDecorator & MethodDecorator => SetMetadata(NEEDS, NOTHING);

/** Under `@RequireScope`: a caller without a key is let in as somebody, while a setting says so. */
export const KeylessAs = (somebody: () => ApiKey | null): ClassDecorator & MethodDecorator =>
  SetMetadata(KEYLESS, somebody);

/** The key of the caller, in a handler under `@RequireScope`. */
export const CurrentKey = createParamDecorator((_: unknown, context: ExecutionContext): ApiKey => {
  const key = keyOf(requestOf(context));
  if (!key) throw new Error('@CurrentKey() needs @RequireScope() on the handler');
  return key;
});

import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { allows } from '../../core/access/index.js';
import type { Scope } from '../../core/access/index.js';
import { DomainError } from '../../core/errors/index.js';
import { isWrite, presentedKey, rememberKey, requestOf } from './credentials.js';
import { KeysService } from './keys.service.js';
import type { ApiKey } from './keys.service.js';
import { KEYLESS, NEEDS, NOTHING } from './scope.decorator.js';

/**
 * Stands before every REST handler and GraphQL operation. Reads are open unless they name a scope; a write that
 * names none is for admins, so that a forgotten decorator closes a door rather than opens one.
 */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(KeysService) private readonly keys: KeysService,
  ) {}

  canActivate(context: ExecutionContext): true | Promise<true> {
    const named = this.reflector.getAllAndOverride<Scope | typeof NOTHING | undefined>(NEEDS, [
      context.getHandler(),
      context.getClass(),
    ]);
    const needed = named ?? (isWrite(context) ? 'admin' : NOTHING);
    return needed === NOTHING ? true : this.require(needed, context);
  }

  /** Who a caller without a key is, where the handler takes one. */
  private nobody(context: ExecutionContext): ApiKey | null {
    const stand = this.reflector.getAllAndOverride<(() => ApiKey | null) | undefined>(KEYLESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    return stand?.() ?? null;
  }

  private async require(needed: Scope, context: ExecutionContext): Promise<true> {
    const request = requestOf(context);
    try {
      const presented = presentedKey(request);
      const nobody = presented === null ? this.nobody(context) : null;
      if (nobody) {
        rememberKey(request, nobody);
        return true;
      }
      if (presented === null) throw missing(needed);
      const key = await this.keys.authenticate(presented);
      if (!allows(key.scopes, needed)) throw lacking(needed, key);
      rememberKey(request, key);
      return true;
    } catch (error) {
      if (error instanceof DomainError) challenge(context, needed, error);
      throw error;
    }
  }
}

/** What RFC 6750 has a server say to a client that it refuses. GraphQL answers in the body alone. */
function challenge(context: ExecutionContext, needed: Scope, { code }: DomainError): void {
  if (context.getType<string>() === 'graphql') return;
  const reason = code === 'FORBIDDEN' ? ', error="insufficient_scope"' : '';
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  reply.header('www-authenticate', `Bearer realm="wattfactor", scope="${needed}"${reason}`);
}

const missing = (needed: Scope): DomainError =>
  new DomainError(
    'UNAUTHENTICATED',
    `This needs an API key with the scope ${needed}. Send it as "Authorization: Bearer wf_…" or "X-API-Key: wf_…"; ` +
      `\`npx wattfactor keys create --name me --scope ${needed}\` makes one`,
  );

const lacking = (needed: Scope, { id, name, scopes }: ApiKey): DomainError =>
  new DomainError(
    'FORBIDDEN',
    `This needs the scope ${needed}; the key ${id} (${name}) has ${scopes.join(', ') || 'none'}`,
  );

import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditController } from './audit/audit.controller.js';
import { AuditResolver } from './audit/audit.resolver.js';
import { AuditService } from './audit/audit.service.js';
import { KeysService } from './keys.service.js';
import { ScopeGuard } from './scope.guard.js';

@Module({
  controllers: [AuditController],
  providers: [KeysService, { provide: APP_GUARD, useClass: ScopeGuard }, AuditService, AuditResolver],
  exports: [KeysService],
})
export class AuthModule {}

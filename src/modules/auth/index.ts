export { ApiKeyEntity } from './api-key.entity.js';
export { COMMAND_LINE, recordAudit, recordAudits } from './audit/record-audit.js';
export type { Actor, AuditEvent } from './audit/record-audit.js';
export { AuthModule } from './auth.module.js';
export { firstKeyLines } from './first-key.js';
export { KeysService } from './keys.service.js';
export type { ApiKey } from './keys.service.js';
export { CurrentKey, KeylessAs, OpenToAll, RequireScope } from './scope.decorator.js';

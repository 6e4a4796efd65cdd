export { ReferenceDto } from './reference.dto.js';
export { ReferencesModule } from './references.module.js';
export { ReferencesService } from './references.service.js';

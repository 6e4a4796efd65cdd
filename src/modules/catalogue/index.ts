export { AiModelDto, AiModelPage } from './ai-model/ai-model.dto.js';
export { AiModelQuery } from './ai-model/ai-model.input.js';
export { CatalogueModule } from './catalogue.module.js';
export { CatalogueService } from './catalogue.service.js';
export { HardwareEntity } from './hardware/hardware.entity.js';
export { JudgementDto, SourceDto } from './source/source.dto.js';
export { TaskEnergies } from './task/task-energies.js';
export { TaskDto, TaskEnergyDto } from './task/task.dto.js';

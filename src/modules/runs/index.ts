export { CellEntity, CellStatisticEntity } from './cell.entity.js';
export { RunDto, RunPage } from './run.dto.js';
export { RunsModule } from './runs.module.js';
export { RunsService } from './runs.service.js';

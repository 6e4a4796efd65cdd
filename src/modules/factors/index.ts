export { intensityOfZone, statedPue } from './factor-emissions.js';
export { EnergyIntensityDto, IntervalDto } from './factor.dto.js';
export { PUE_RANGE } from './factor.input.js';
export { FactorsModule } from './factors.module.js';
export { FactorsService } from './factors.service.js';
export type { IdentifiedFactor } from './factors.snapshot.js';
export { representative } from './task-energy.js';
export { energyIntensity, LATEST } from './to-factor-dto.js';

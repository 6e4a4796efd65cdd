export type { Pin, ProviderFigure, ProviderFigures } from '../../core/grid/index.js';
export { ResolvedZoneDto } from './grid.dto.js';
export type { GridIntensityDto } from './grid.dto.js';
export type { CloudRegionEntity } from './cloud-region/cloud-region.entity.js';
export type { GridSnapshot } from './grid.snapshot.js';
export { GridModule } from './grid.module.js';
export { GridService, WORLD } from './grid.service.js';
export { LiveUseDto } from './live/live.dto.js';
export type { ZoneResolution } from './resolve-zone.js';

export type { Pin, ProviderFigure, ProviderFigures } from '../../core/grid/index.js';
export { ResolvedZoneDto } from './grid.dto.js';
export { GridModule } from './grid.module.js';
export { GridService, WORLD } from './grid.service.js';
export { LiveUseDto } from './live/live.dto.js';
export type { ZoneResolution } from './resolve-zone.js';

export { ResolvedZoneDto } from './grid.dto.js';
export { GridModule } from './grid.module.js';
export { GridService, WORLD } from './grid.service.js';
export type { ZoneResolution } from './grid.service.js';

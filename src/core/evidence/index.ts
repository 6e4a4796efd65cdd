export * from './evidence.js';
export * from './levels.js';
export * from './measured-cell.js';
export * from './measured-model.js';
export * from './parameters.js';
export { componentsOf, sampleSize } from './pooling.js';
export * from './published.js';
export * from './task.js';

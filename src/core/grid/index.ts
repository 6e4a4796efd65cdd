export * from './names.js';
export * from './provider-figures.js';
export * from './varied.js';
export * from './vintage.js';
export * from './zone-names.js';

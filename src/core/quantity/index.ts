export * from './carbon.js';
export * from './energy.js';
export * from './range.js';

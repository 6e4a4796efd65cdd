export * from './canonical.js';
export * from './diff.js';
export * from './version.js';

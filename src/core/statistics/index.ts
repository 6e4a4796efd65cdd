export * from './lognormal.js';
export * from './means.js';
export * from './moments.js';
export * from './student-t.js';

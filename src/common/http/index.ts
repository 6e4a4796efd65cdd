export * from './hooks.js';
export * from './problem-responses.js';

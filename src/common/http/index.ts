export * from './file-body.js';
export * from './hooks.js';
export * from './json-schema-nulls.js';
export * from './port.js';
export * from './problem-adapter.js';
export * from './problem-responses.js';

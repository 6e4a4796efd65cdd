export * from './identity.js';
export * from './run-draft.js';
export * from './validate.js';
export * from './vocabulary.js';

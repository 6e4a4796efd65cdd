export * from './run-draft.js';
export * from './vocabulary.js';

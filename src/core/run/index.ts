export * from './content.js';
export * from './identity.js';
export * from './output-tokens.js';
export * from './plausibility.js';
export * from './run-draft.js';
export * from './same-run.js';
export * from './validate.js';
export * from './vocabulary.js';

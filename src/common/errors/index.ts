export * from './graphql-errors.js';
export * from './plain-input.js';
export * from './problem.dto.js';
export * from './problem.filter.js';
export * from './unknown-name.js';
export * from './validation.js';

export * from './graphql-errors.js';
export * from './problem.dto.js';
export * from './problem.filter.js';
export * from './unknown-name.js';
export * from './validation.js';

export * from './page.dto.js';
export * from './page.input.js';
export * from './paginate.js';

export * from './judge-use.js';

export { EstimateModule } from './estimate.module.js';

import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { FactorsModule } from '../factors/index.js';
import { GridModule } from '../grid/index.js';
import { ReferencesModule } from '../references/index.js';
import { FactorChooser } from './choose-factor.js';
import { EmbodiedHardware } from './embodied/embodied.js';
import { EstimateStore } from './estimate.store.js';
import { EstimatesController } from './estimates.controller.js';
import { EstimatesResolver } from './estimates.resolver.js';
import { EstimatesService } from './estimates.service.js';
import { PartEstimator } from './part-estimator.js';
import { ProductionScenarios } from './production/production.js';
import { ReceiptsController } from './receipt/receipts.controller.js';
import { ReceiptsResolver } from './receipt/receipts.resolver.js';
import { ReceiptsService } from './receipt/receipts.service.js';
import { SiteResolver } from './site.js';
import { TablesController } from './tables/tables.controller.js';
import { TablesResolver } from './tables/tables.resolver.js';
import { TablesService } from './tables/tables.service.js';
import { WorkloadEstimator } from './workload-estimator.js';

const estimating = [
  EstimatesService,
  WorkloadEstimator,
  PartEstimator,
  FactorChooser,
  SiteResolver,
  ProductionScenarios,
  EmbodiedHardware,
  TablesService,
  EstimateStore,
];

const resolvers = [EstimatesResolver, ReceiptsResolver, TablesResolver];

@Module({
  imports: [CatalogueModule, FactorsModule, GridModule, ReferencesModule],
  controllers: [EstimatesController, ReceiptsController, TablesController],
  providers: [...estimating, ReceiptsService, ...resolvers],
})
export class EstimateModule {}

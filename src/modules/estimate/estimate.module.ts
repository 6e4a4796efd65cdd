import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { FactorsModule } from '../factors/index.js';
import { GridModule } from '../grid/index.js';
import { ReferencesModule } from '../references/index.js';
import { BreakEvenController } from './break-even/break-even.controller.js';
import { BreakEvenResolver } from './break-even/break-even.resolver.js';
import { BreakEvenService } from './break-even/break-even.service.js';
import { BulkEstimatesService } from './bulk/bulk-estimates.service.js';
import { BulkController } from './bulk/bulk.controller.js';
import { FactorChooser } from './choose-factor.js';
import { ClaimsController } from './claim/claims.controller.js';
import { ClaimsResolver } from './claim/claims.resolver.js';
import { ClaimsService } from './claim/claims.service.js';
import { StudyFigures } from './claim/study.js';
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
import { ScenariosController } from './scenario/scenarios.controller.js';
import { ScenariosResolver } from './scenario/scenarios.resolver.js';
import { ScenariosService } from './scenario/scenarios.service.js';
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

const resolvers = [
  EstimatesResolver,
  ReceiptsResolver,
  ScenariosResolver,
  BreakEvenResolver,
  ClaimsResolver,
  TablesResolver,
];

@Module({
  imports: [CatalogueModule, FactorsModule, GridModule, ReferencesModule],
  controllers: [
    EstimatesController,
    BulkController,
    ReceiptsController,
    ScenariosController,
    BreakEvenController,
    ClaimsController,
    TablesController,
  ],
  providers: [
    ...estimating,
    BulkEstimatesService,
    ReceiptsService,
    ScenariosService,
    BreakEvenService,
    StudyFigures,
    ClaimsService,
    ...resolvers,
  ],
})
export class EstimateModule {}

import { Module } from '@nestjs/common';
import { CatalogueModule } from '../catalogue/index.js';
import { FactorsModule } from '../factors/index.js';
import { GridModule } from '../grid/index.js';
import { ReferencesModule } from '../references/index.js';
import { BulkEstimatesService } from './bulk/bulk-estimates.service.js';
import { BulkController } from './bulk/bulk.controller.js';
import { FactorChooser } from './choose-factor.js';
import { EstimateStore } from './estimate.store.js';
import { EstimatesController } from './estimates.controller.js';
import { EstimatesResolver } from './estimates.resolver.js';
import { EstimatesService } from './estimates.service.js';
import { SiteResolver } from './site.js';

@Module({
  imports: [CatalogueModule, FactorsModule, GridModule, ReferencesModule],
  controllers: [EstimatesController, BulkController],
  providers: [
    EstimatesService,
    BulkEstimatesService,
    EstimateStore,
    FactorChooser,
    SiteResolver,
    EstimatesResolver,
  ],
})
export class EstimateModule {}

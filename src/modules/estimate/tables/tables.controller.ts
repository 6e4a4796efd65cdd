import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../../../common/http/index.js';
import { PageQuery } from '../../../common/pagination/index.js';
import { EmbodiedItemPage, EquivalenceFactorPage, ProductionScenarioPage } from './table.dto.js';
import { TablesService } from './tables.service.js';

@ApiTags('Estimates')
@ProblemResponses(422)
@Controller('v1')
export class TablesController {
  constructor(@Inject(TablesService) private readonly tables: TablesService) {}

  /** Hardware and the kgCO2e to make it, for `embodied.item` of a workload. */
  @Get('embodied-items')
  embodiedItems(@Query() query: PageQuery): EmbodiedItemPage {
    return this.tables.embodiedItems(query);
  }

  /** Everyday things, each with its factor, source and vintage. */
  @Get('equivalences')
  equivalences(@Query() query: PageQuery): EquivalenceFactorPage {
    return this.tables.equivalences(query);
  }

  /** Labelled choices for `production.scenarios` of a workload. */
  @Get('production-scenarios')
  productionScenarios(@Query() query: PageQuery): ProductionScenarioPage {
    return this.tables.productionScenarios(query);
  }
}

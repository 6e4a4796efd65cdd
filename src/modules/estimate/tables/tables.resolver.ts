import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { PageQuery } from '../../../common/pagination/index.js';
import { EmbodiedItemPage, EquivalenceFactorPage, ProductionScenarioPage } from './table.dto.js';
import { TablesService } from './tables.service.js';

@Resolver()
export class TablesResolver {
  constructor(@Inject(TablesService) private readonly tables: TablesService) {}

  @Query(() => EmbodiedItemPage, { description: 'Hardware and the kgCO2e to make it.' })
  embodiedItems(@Args() query: PageQuery): EmbodiedItemPage {
    return this.tables.embodiedItems(query);
  }

  @Query(() => EquivalenceFactorPage, { description: 'Everyday things, each with its factor and source.' })
  equivalences(@Args() query: PageQuery): EquivalenceFactorPage {
    return this.tables.equivalences(query);
  }

  @Query(() => ProductionScenarioPage, { description: 'Labelled choices of production against measurement.' })
  productionScenarios(@Args() query: PageQuery): ProductionScenarioPage {
    return this.tables.productionScenarios(query);
  }
}

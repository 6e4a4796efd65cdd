import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { PageQuery } from '../../../common/pagination/index.js';
import { ImportDto, ImportPage, ImportRejectionPage } from './import.dto.js';
import { ImportRejectionsQuery } from './import.input.js';
import { ImportsService } from './imports.service.js';

@Resolver(() => ImportDto)
export class ImportsResolver {
  constructor(@Inject(ImportsService) private readonly service: ImportsService) {}

  @Query(() => ImportPage, {
    description: 'Imports in the order of their arrival, without their rejected rows. Files come by REST.',
  })
  imports(@Args() query: PageQuery): Promise<ImportPage> {
    return this.service.list(query);
  }

  @Query(() => ImportDto, { description: 'The report of an import; while it runs, how far it is.' })
  import(@Args('id') id: string): Promise<ImportDto> {
    return this.service.one(id);
  }

  @Query(() => ImportRejectionPage, { description: 'Every row of a file that was not accepted.' })
  importRejections(@Args() { id, ...query }: ImportRejectionsQuery): Promise<ImportRejectionPage> {
    return this.service.rejected(id, query);
  }
}

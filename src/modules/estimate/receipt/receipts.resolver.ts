import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { OpenToAll, RequireScope } from '../../auth/index.js';
import { EstimateDto } from '../estimate.dto.js';
import { ExportedReceiptDto, ReceiptDto, ReceiptPage, RerunDto } from './receipt.dto.js';
import { ExportArgs, ReceiptQuery, RerunInput } from './receipt.input.js';
import { ReceiptsService } from './receipts.service.js';

@Resolver()
export class ReceiptsResolver {
  constructor(@Inject(ReceiptsService) private readonly receipts: ReceiptsService) {}

  @RequireScope('admin')
  @Query(() => ReceiptPage, {
    description: 'Stored estimates of everybody, the newest first. Needs the scope admin.',
  })
  storedEstimates(@Args() query: ReceiptQuery): Promise<ReceiptPage> {
    return this.receipts.list(query);
  }

  @Query(() => EstimateDto, { description: 'A stored estimate, unchanged.' })
  storedEstimate(@Args('id') id: string): Promise<EstimateDto> {
    return this.receipts.one(id);
  }

  @Query(() => ReceiptDto, { description: 'A stored estimate with its input and what it was computed from.' })
  estimateReceipt(@Args('id') id: string): Promise<ReceiptDto> {
    return this.receipts.receipt(id);
  }

  @Query(() => ExportedReceiptDto, { description: 'A stored estimate as a file, `json` or `csv`.' })
  estimateExport(@Args() { id, format }: ExportArgs): Promise<ExportedReceiptDto> {
    return this.receipts.export(id, format ?? 'json');
  }

  @OpenToAll()
  @Mutation(() => RerunDto, { description: 'The same question again, with what moved and why.' })
  rerunEstimate(@Args('id') id: string, @Args('input') input: RerunInput): Promise<RerunDto> {
    return this.receipts.rerun(id, input);
  }
}

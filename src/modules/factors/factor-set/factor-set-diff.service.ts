import { Inject, Injectable } from '@nestjs/common';
import { bySizeOfChange, LATEST } from '../../../core/factor-set/index.js';
import type { ChangeKind } from '../../../core/factor-set/index.js';
import { paginate } from '../../../common/pagination/index.js';
import { GridService } from '../../grid/index.js';
import { FactorsService } from '../factors.service.js';
import type { FactorSetDiffDto, TableSummaryDto } from './factor-set-diff.dto.js';
import type { FactorSetDiffQuery } from './factor-set.input.js';
import { FactorSetsService } from './factor-sets.service.js';
import type { SetStamp } from './factor-sets.service.js';
import { SET_TABLES } from './tables/index.js';
import type { SetParts, SetTableDiff } from './tables/index.js';

interface Side {
  readonly stamp: SetStamp;
  readonly parts: SetParts;
}

/** What moved between two sets, or between a set and now. */
@Injectable()
export class FactorSetDiffService {
  constructor(
    @Inject(FactorSetsService) private readonly sets: FactorSetsService,
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(GridService) private readonly grid: GridService,
  ) {}

  async diff(query: FactorSetDiffQuery): Promise<FactorSetDiffDto> {
    const from = await this.side(query.from, 'from');
    const to = await this.side(query.to ?? LATEST, 'to');
    const diffs = Object.values(SET_TABLES).map((table) => table.diff(from.parts, to.parts));
    const listed = diffs
      .flatMap(({ changes }) => changes)
      .filter(({ table, change }) => (query.table ?? table) === table && (query.change ?? change) === change)
      .sort(bySizeOfChange);
    return {
      from: from.stamp,
      to: to.stamp,
      sameContent: sameContent(from.stamp, to.stamp),
      summary: diffs.map(summaryOf),
      ...paginate(listed, ({ table, key }) => `${table} ${key}`, query),
    };
  }

  private side(name: string, field: string): Promise<Side> {
    return this.sets.read(name, field, (stamp) => ({
      stamp,
      parts: { factors: this.factors.directories, grid: this.grid.snapshot },
    }));
  }
}

function summaryOf({ table, changes, unchanged }: SetTableDiff): TableSummaryDto {
  const count = (kind: ChangeKind) => changes.filter(({ change }) => change === kind).length;
  return { table, moved: count('moved'), added: count('added'), removed: count('removed'), unchanged };
}

const sameContent = (from: SetStamp, to: SetStamp): boolean | null =>
  from.factorSetHash === null || to.factorSetHash === null ? null : from.factorSetHash === to.factorSetHash;

import { Inject, Injectable } from '@nestjs/common';
import { measuredYear } from '../../core/factor/index.js';
import type { Factor } from '../../core/factor/index.js';
import { judgeUse } from '../../core/quality/index.js';
import type { Place, SourcePedigree, UseQuality } from '../../core/quality/index.js';
import { CatalogueService } from '../catalogue/index.js';
import { GridService } from '../grid/index.js';
import type { ZoneResolution } from '../grid/index.js';

/** Where and when a factor is used, and whether it is taken to another boundary. */
export interface FactorUseContext {
  readonly zone: ZoneResolution;
  readonly useYear: number;
  readonly rescaled: boolean;
}

/** Judges factors for the zone and the year that they are used in. */
@Injectable()
export class FactorQuality {
  constructor(
    @Inject(CatalogueService) private readonly catalogue: CatalogueService,
    @Inject(GridService) private readonly grid: GridService,
  ) {}

  of(factor: Factor, { zone, useYear, rescaled }: FactorUseContext): UseQuality {
    const source = this.catalogue.directories.sources.find(factor.group.sourceId);
    return judgeUse({
      level: factor.evidence.level,
      source: (source?.pedigree ?? null) as SourcePedigree | null,
      measuredYear: measuredYear(factor),
      useYear,
      measuredAt: source?.zone ? this.placeOf(source.zone) : null,
      usedAt: this.placeOf(zone.resolved.zone),
      rescaled,
    });
  }

  private placeOf(zone: string): Place {
    return { zone, country: this.grid.countryOf(zone) };
  }
}

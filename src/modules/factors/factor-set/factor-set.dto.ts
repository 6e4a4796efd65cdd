import { ObjectType } from '@nestjs/graphql';
import { WholeNumber } from '../../../common/fields/index.js';
import { pageOf } from '../../../common/pagination/index.js';

/** How much a set holds. */
@ObjectType('FactorSetCounts')
export class FactorSetCountsDto {
  @WholeNumber() factors: number;

  /** Measured runs behind the factors. */
  @WholeNumber() runs: number;

  @WholeNumber() models: number;

  @WholeNumber() datasets: number;

  @WholeNumber() sources: number;

  @WholeNumber() gridZones: number;

  @WholeNumber() gridIntensities: number;

  @WholeNumber() cloudRegions: number;
}

/** A publication of all factors and the grid. It never changes. */
@ObjectType('FactorSet')
export class FactorSetDto {
  /** Its label, by which queries and estimates pin it: `factorSet=2026.11`. */
  version: string;

  /** `sha256:` of the content in canonical JSON (RFC 8785). The same content has the same hash wherever it is published. */
  hash: string;

  /** Version of the method that derived its factors. */
  method: string;

  /** Version of the data that it was frozen from. */
  dataVersion: string;

  /** ISO 8601, UTC. */
  publishedAt: string;

  notes: string | null;

  counts: FactorSetCountsDto;

  /** Other labels of the same content, oldest first. */
  sameContentAs: string[];
}

@ObjectType('FactorSetPage')
export class FactorSetPage extends pageOf(FactorSetDto) {}

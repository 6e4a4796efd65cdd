import { ObjectType } from '@nestjs/graphql';

/** One number behind the answer to a claim, computed from the factors and runs that it names. */
@ObjectType('ClaimFigure')
export class ClaimFigureDto {
  name: string;

  value: number;

  unit: string;

  /** Ids of factors; `GET /v1/factors/{id}/runs` lists the runs of each. */
  factors: string[];

  /** Ids of single runs that the figure is read from. */
  runs: string[];

  /** Id in `GET /v1/equivalences`; null where none is used. */
  equivalence: string | null;
}

/** A headline of the press about the study, answered with the figure that it should be. */
@ObjectType('Claim')
export class ClaimDto {
  id: string;

  /** In our words. */
  claim: string;

  /** Where it was read. */
  source: string;

  /** holds, holds-in-part or does-not-reproduce. */
  verdict: string;

  /** What the runs say. */
  answer: string;

  figures: ClaimFigureDto[];

  links: string[];
}

@ObjectType('Claims')
export class ClaimsDto {
  items: ClaimDto[];
}

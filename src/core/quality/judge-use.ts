import { dataQuality } from '../evidence/index.js';
import type { EvidenceLevel, PedigreeScore, PedigreeScores } from '../evidence/index.js';

/** A score of the pedigree matrix with what it rests on. */
export interface Judgement {
  readonly score: PedigreeScore;
  readonly reason: string;
}

export type Indicator = keyof PedigreeScores;

/** What is judged once per source, in its `source.json`: the rest depends on the use. */
export type SourcePedigree = Readonly<Record<'reliability' | 'completeness' | 'technology', Judgement>>;

/** A place, as exactly as it is known. */
export interface Place {
  readonly zone: string;
  /** ISO 3166-1 alpha-3; null for the world and other aggregates. */
  readonly country: string | null;
}

/** A figure and the use that is made of it. */
export interface Use {
  readonly level: EvidenceLevel;
  /** Null where the source was not judged. */
  readonly source: SourcePedigree | null;
  /** Null where the source gives no date. */
  readonly measuredYear: number | null;
  readonly useYear: number;
  /** Null where the source does not say where it measured. */
  readonly measuredAt: Place | null;
  readonly usedAt: Place;
  /** The figure was taken to another boundary by an assumed factor. */
  readonly rescaled: boolean;
}

/** Data quality of a figure for one use: 1 is best, 5 is worst. */
export interface UseQuality {
  /** The mean of the five scores. */
  readonly score: number;
  /** What the scores add to the sd of the natural logarithm; not part of any interval unless asked for. */
  readonly sigma: number;
  readonly scores: Readonly<Record<Indicator, Judgement>>;
}

/**
 * Judges a figure for a use by the pedigree matrix: reliability, completeness and technology start from the judgement
 * of the source, temporal and geographical correlation follow from the use.
 *
 * Source: Weidema et al., Ecoinvent Report 1(v3), 2013, §10.2; the reading of its wording for AI inference is this
 * service's (docs/method.md, "Data quality").
 */
export function judgeUse(use: Use): UseQuality {
  const scores = {
    reliability: reliability(use),
    completeness: use.source?.completeness ?? UNJUDGED,
    temporal: temporal(use),
    geographical: geographical(use),
    technology: technology(use),
  };
  const { score, sigma } = dataQuality({
    reliability: scores.reliability.score,
    completeness: scores.completeness.score,
    temporal: scores.temporal.score,
    geographical: scores.geographical.score,
    technology: scores.technology.score,
  });
  return { score, sigma, scores };
}

const UNJUDGED: Judgement = { score: 5, reason: 'the source was not judged, which counts as unknown' };

/** The worse of two judgements; where they tie, the first. */
const worse = (a: Judgement, b: Judgement): Judgement => (b.score > a.score ? b : a);

function reliability({ level, source, rescaled }: Use): Judgement {
  const own = source?.reliability ?? UNJUDGED;
  if (rescaled) {
    return worse(own, { score: 4, reason: 'measured, then scaled by a factor that rests on an assumption' });
  }
  if (level === 'parameters') {
    return worse(own, {
      score: 4,
      reason: 'a qualified estimate: a regression on model size, not a measurement',
    });
  }
  return own;
}

/** Upper ends of scores 1 to 4, in years between measurement and use. */
const TEMPORAL_YEARS = [3, 6, 10, 15] as const;

function temporal({ measuredYear, useYear }: Use): Judgement {
  if (measuredYear === null) return { score: 5, reason: 'the year of measurement is not known' };
  const years = Math.abs(useYear - measuredYear);
  const band = TEMPORAL_YEARS.findIndex((limit) => years < limit);
  const score = (band < 0 ? 5 : band + 1) as PedigreeScore;
  return { score, reason: `measured in ${measuredYear}, used in ${useYear}` };
}

function geographical({ measuredAt, usedAt }: Use): Judgement {
  if (measuredAt === null) return { score: 5, reason: 'the place of measurement is not known' };
  const places = `measured in ${measuredAt.zone}, used in ${usedAt.zone}`;
  if (measuredAt.zone === usedAt.zone) return { score: 1, reason: places };
  if (measuredAt.country !== null && measuredAt.country === usedAt.country) {
    return { score: 2, reason: `${places}: the same country` };
  }
  return { score: 3, reason: `${places}: another place, with machines of the same kind` };
}

/** How near what was measured is to what is asked for, by level of evidence. */
const SUBJECT: Readonly<Record<EvidenceLevel, Judgement>> = {
  'measured-cell': { score: 1, reason: 'this AI model was measured on this dataset' },
  'measured-model': { score: 2, reason: 'this AI model was measured, on other inputs' },
  parameters: {
    score: 3,
    reason: 'other AI models of the task were measured; the size is taken into account',
  },
  task: { score: 3, reason: 'other AI models of the task were measured' },
  published: { score: 3, reason: 'other AI models of the task were measured' },
};

const technology = ({ level, source }: Use): Judgement =>
  worse(SUBJECT[level], source?.technology ?? UNJUDGED);

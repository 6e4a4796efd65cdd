import type { EntityManager } from 'typeorm';
import { LRUCache } from 'lru-cache';
import { v5 as uuidV5 } from 'uuid';
import { byText, groupBy } from '../../core/collections.js';
import { EVIDENCE_LEVELS } from '../../core/evidence/index.js';
import { deriveGroups } from '../../core/factor/index.js';
import type {
  BoundaryScale,
  ComparableGroup,
  DerivationContext,
  DerivedGroup,
  DerivedGroups,
  Exclusion,
  Factor,
  IdentifiedFactor,
  StratifiedCell,
} from '../../core/factor/index.js';
import type { SnapshotPart } from '../../database/snapshot/snapshot-part.js';
import { contextOf, loadCells, loadContext, readFactorRows } from './factor-rows.js';
import type { CellFilter, FactorRows } from './factor-rows.js';

export type { IdentifiedFactor };

/** A derivation with the lists and indices that requests are answered from. */
export interface FactorsView {
  /** In the order of lists: task, zero-shot, level, model, dataset, source and the rest of the identity. */
  readonly all: readonly IdentifiedFactor[];
  readonly byId: ReadonlyMap<string, IdentifiedFactor>;
  readonly byTask: ReadonlyMap<string, readonly IdentifiedFactor[]>;
  readonly byModel: ReadonlyMap<string, readonly IdentifiedFactor[]>;
  readonly groups: readonly DerivedGroup[];
  /** Groups that offer level `parameters`, by the id of their regression. */
  readonly regressions: ReadonlyMap<string, DerivedGroup>;
}

export interface FactorsSnapshot extends FactorsView {
  readonly scales: readonly BoundaryScale[];
  /** Every quality flag that a run carries. */
  readonly runFlags: ReadonlySet<string>;
  /** The same without some runs. */
  without(exclusion: Exclusion): FactorsView;
}

const NAMESPACE = '5d0c9f2e-2a34-5c0b-8f1a-7a1f5e1f3b60';

/** Views without flagged runs that are kept ready; each is as large as the snapshot itself. */
const KEPT_VIEWS = 8;

/** Builds one snapshot after another; groups whose runs did not change are taken over from the one before. */
export class FactorsPart implements SnapshotPart<FactorRows, FactorsSnapshot> {
  readonly name = 'factors';
  readonly read = readFactorRows;
  private groups: DerivedGroups | undefined;

  build(rows: FactorRows): FactorsSnapshot {
    const { cells, published, scales } = rows;
    const context = contextOf(rows);
    const groups = deriveGroups(cells, context, { previous: this.groups });
    this.groups = groups;
    return {
      ...viewOf(groups, published),
      scales,
      runFlags: new Set(cells.flatMap(({ strata }) => strata.flatMap(({ flags }) => flags))),
      without: viewsWithout(cells, context, groups, published),
    };
  }
}

/** The factors of some sources and tasks alone, as the transaction sees them now. */
export async function readFactors(
  manager: EntityManager,
  only: readonly CellFilter[],
): Promise<IdentifiedFactor[]> {
  const groups = deriveGroups(await loadCells(manager, only), contextOf(await loadContext(manager)));
  return [...groups.values()].flatMap(({ derived }) => derived.factors.map(identify));
}

function viewsWithout(
  cells: readonly StratifiedCell[],
  context: DerivationContext,
  previous: DerivedGroups,
  published: readonly Factor[],
): (exclusion: Exclusion) => FactorsView {
  const views = new LRUCache<string, FactorsView>({ max: KEPT_VIEWS });
  return (exclusion) => {
    const key = exclusion === 'any-flag' ? exclusion : JSON.stringify([...exclusion].sort());
    const view = views.get(key) ?? viewOf(deriveGroups(cells, context, { previous, exclusion }), published);
    views.set(key, view);
    return view;
  };
}

function viewOf(derived: DerivedGroups, published: readonly Factor[]): FactorsView {
  const groups = [...derived.values()].map((entry) => entry.derived);
  const all = inListOrder([...groups.flatMap(({ factors }) => factors), ...published]);
  return {
    all,
    byId: new Map(all.map((factor) => [factor.id, factor])),
    byTask: groupBy(all, (factor) => factor.group.task),
    byModel: groupBy(
      all.filter((factor) => factor.modelId !== null),
      (factor) => factor.modelId ?? '',
    ),
    groups,
    regressions: new Map(
      groups.filter(({ sizes }) => sizes !== null).map((group) => [regressionId(group), group]),
    ),
  };
}

const regressionId = ({ group, reference }: DerivedGroup): string =>
  idOf(group, ['parameters', null, null, reference.cohort]);

interface ListedFactor {
  readonly factor: IdentifiedFactor;
  readonly key: string;
}

/** Factors of groups whose runs did not change are the very objects of the snapshot before. */
const listed = new WeakMap<Factor, ListedFactor>();

function list(factor: Factor): ListedFactor {
  const known = listed.get(factor);
  if (known) return known;
  const identified = identify(factor);
  const entry = { factor: identified, key: orderKey(identified) };
  listed.set(factor, entry);
  return entry;
}

const identify = (factor: Factor): IdentifiedFactor => {
  const { group, modelId, dataset, cohort, evidence } = factor;
  return { ...factor, id: idOf(group, [evidence.level, modelId, dataset, cohort]) };
};

function idOf(group: ComparableGroup, subject: readonly (string | null)[]): string {
  const identity = Object.entries(group).sort(([a], [b]) => (a < b ? -1 : 1));
  return uuidV5(JSON.stringify([identity, ...subject]), NAMESPACE);
}

/** Best evidence last within a task reads from the general to the particular. */
const inListOrder = (factors: readonly Factor[]): IdentifiedFactor[] =>
  factors
    .map(list)
    .sort(byText(({ key }) => key))
    .map(({ factor }) => factor);

function orderKey({ group, modelId, dataset, evidence, id }: IdentifiedFactor): string {
  const level = EVIDENCE_LEVELS.length - EVIDENCE_LEVELS.indexOf(evidence.level);
  const batch = String(group.batchSize ?? 0).padStart(8, '0');
  return [
    group.task,
    group.zeroShot,
    level,
    modelId ?? '',
    dataset ?? '',
    group.sourceId,
    group.unit,
    batch,
    id,
  ].join('\u0000');
}

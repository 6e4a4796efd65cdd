import { Inject, Injectable } from '@nestjs/common';
import { byText } from '../../../core/collections.js';
import { FactorsService, representative } from '../../factors/index.js';
import type { IdentifiedFactor } from '../../factors/index.js';
import { TablesService } from '../tables/tables.service.js';
import type { EquivalenceEntity } from '../tables/tables.entity.js';

export const STUDY = 'luccioni-2023';

/** What claims are answered from: the study's own factors and the charge of a smartphone. */
@Injectable()
export class StudyFigures {
  constructor(
    @Inject(FactorsService) private readonly factors: FactorsService,
    @Inject(TablesService) private readonly tables: TablesService,
  ) {}

  /** The factor behind a task's row of Table 2. */
  task(task: string): IdentifiedFactor {
    const found = representative(this.ofStudy(this.factors.ofTask(task)), false);
    if (!found) throw new Error(`the study has no factor of ${task}`);
    return found;
  }

  /** The models of Table 2 that were run on a task, least energy first. */
  models(task: string): IdentifiedFactor[] {
    return this.ofStudy(this.factors.ofTask(task))
      .filter(({ group, evidence }) => evidence.level === 'measured-model' && !group.zeroShot)
      .sort((a, b) => a.evidence.mean - b.evidence.mean);
  }

  /** Tasks that the study measured, fine-tuned or without fine-tuning. */
  tasks(zeroShot: boolean): IdentifiedFactor[] {
    const measured = this.ofStudy(this.factors.directories.all).filter(
      ({ group, evidence }) => evidence.level === 'measured-model' && group.zeroShot === zeroShot,
    );
    const byTask = new Map(measured.map((factor) => [factor.group.task, factor]));
    return [...byTask.values()].sort(byText(({ group }) => group.task));
  }

  /** Largest energy per unit of any of a factor's runs, Wh, with the run. */
  async largestRun(factor: IdentifiedFactor): Promise<{ readonly id: string; readonly energyWh: number }> {
    const { items } = await this.factors.runsOf(factor.id, { limit: 500 });
    const energies = items.flatMap(({ id, phases }) =>
      phases
        .filter(({ phase }) => phase === factor.group.phase)
        .map((query) => ({ id, energyWh: query.energyWhPerUnit })),
    );
    const [first, ...others] = energies;
    if (!first) throw new Error(`factor ${factor.id} has no runs`);
    return others.reduce((largest, run) => (run.energyWh > largest.energyWh ? run : largest), first);
  }

  /** kWh of one charge of a smartphone, by vintage. */
  charge(vintage: '2023' | '2024'): EquivalenceEntity {
    return this.tables.all.equivalences.require(`smartphone-charge-energy-${vintage}`, 'equivalence');
  }

  private ofStudy(factors: readonly IdentifiedFactor[]): IdentifiedFactor[] {
    return factors.filter(({ group, publication }) => group.sourceId === STUDY && publication === null);
  }
}

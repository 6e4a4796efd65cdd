import { Inject, Injectable } from '@nestjs/common';
import { BreakEvenService } from '../break-even/break-even.service.js';
import { EstimatesService } from '../estimates.service.js';
import type { ClaimDto, ClaimFigureDto, ClaimsDto } from './claim.dto.js';
import { imageClaim, textClaim } from './charge-claims.js';
import { StudyFigures } from './study.js';

const USERS = 10_000_000;

/** Headlines about the study, answered from its runs. Every number is computed when it is asked for. */
@Injectable()
export class ClaimsService {
  constructor(
    @Inject(StudyFigures) private readonly study: StudyFigures,
    @Inject(EstimatesService) private readonly estimates: EstimatesService,
    @Inject(BreakEvenService) private readonly breakEven: BreakEvenService,
  ) {}

  async all(): Promise<ClaimsDto> {
    return {
      items: [
        await imageClaim(this.study),
        textClaim(this.study),
        this.thirteenTasks(),
        await this.tenMillionUsers(),
      ],
    };
  }

  private thirteenTasks(): ClaimDto {
    const [tuned, zeroShot] = [this.study.tasks(false), this.study.tasks(true)];
    const names = (factors: typeof tuned): string => factors.map(({ group }) => group.task).join(', ');
    const count = (name: string, factors: typeof tuned): ClaimFigureDto => ({
      name,
      value: factors.length,
      unit: 'tasks',
      factors: factors.map(({ id }) => id),
      runs: [],
      equivalence: null,
    });
    const total = tuned.length + zeroShot.length;
    return {
      id: 'thirteen-tasks',
      claim: 'The study measured 13 tasks.',
      source: 'press reports of December 2023',
      verdict: 'holds-in-part',
      answer:
        `${tuned.length} tasks: ${names(tuned)}. ${zeroShot.length} of them were run again with models that were not ` +
        `fine-tuned (${names(zeroShot)}); counted as tasks of their own they make ${total}.`,
      figures: [count('tasks', tuned), count('tasks run again without fine-tuning', zeroShot)],
      links: ['/v1/tasks', '/v1/sources/luccioni-2023'],
    };
  }

  private async tenMillionUsers(): Promise<ClaimDto> {
    const workload = {
      task: 'text-generation',
      users: USERS,
      inferencesPerUserPerDay: 1,
      zone: 'USA',
      pue: 1,
    };
    const { estimate } = await this.estimates.answer({
      workloads: [{ ...workload, source: 'luccioni-2023' }],
    });
    const factors = estimate.workloads.flatMap(({ factor }) => factor?.id ?? []);
    const days = this.breakEven
      .published()
      .items.map(({ model, inferencesToParityRecomputed, factors: own }) => ({
        name: `days to parity of ${model} at ${USERS} inferences a day`,
        value: inferencesToParityRecomputed / USERS,
        unit: 'days',
        factors: own,
        runs: [],
        equivalence: null,
      }));
    const [least, most] = [Math.min, Math.max].map((of) => Math.round(of(...days.map(({ value }) => value))));
    const { energyKwh, emissionsKgCo2e } = estimate.perDay;
    const perDay = (name: string, value: number, unit: string): ClaimFigureDto => ({
      ...{ name, value, unit, factors },
      runs: [],
      equivalence: null,
    });
    return {
      id: 'ten-million-users',
      claim: 'A model with 10 million users a day outgrows the energy of its training within weeks.',
      source: 'the study, section on deployment, and press reports of December 2023',
      verdict: 'holds-in-part',
      answer:
        `At one inference a user a day the four BLOOMz models reach parity after ${least} to ${most} days: weeks for ` +
        `the smallest, about two months for the largest. 10 million text generations a day take ` +
        `${Math.round(energyKwh.mean)} kWh as measured: 10 tokens each, open models of 2023 at batch 1. They say ` +
        'nothing of a chatbot of today.',
      figures: [
        ...days,
        perDay('energy of 10 million text generations a day', energyKwh.mean, 'kWh'),
        perDay('emissions of them in the USA, PUE 1', emissionsKgCo2e.mean, 'kgCO2e'),
      ],
      links: ['/v1/break-even', ...factors.map((id) => `/v1/factors/${id}`)],
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { TaskEnergyDto } from './task.dto.js';

type Lookup = (task: string, zeroShot: boolean) => TaskEnergyDto | null;

/**
 * The measured energy shown with a task. Factors are derived in a module that builds on this one,
 * so that module hands its lookup in.
 */
@Injectable()
export class TaskEnergies {
  private lookup: Lookup = () => null;

  use(lookup: Lookup): void {
    this.lookup = lookup;
  }

  of(task: string, zeroShot: boolean): TaskEnergyDto | null {
    return this.lookup(task, zeroShot);
  }
}

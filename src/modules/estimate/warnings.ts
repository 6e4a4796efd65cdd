import type { EstimateWarningDto } from './estimate.dto.js';

/** Collects what the reader of an estimate must know, each once, with the workloads that it is about. */
export class Warnings {
  private readonly byText = new Map<string, EstimateWarningDto & { workloads: number[] }>();

  add(code: string, message: string, workload: number | null): void {
    const key = JSON.stringify([code, message, workload === null]);
    const warning = this.byText.get(key) ?? { code, message, workload, workloads: [] };
    if (workload !== null && warning.workloads.at(-1) !== workload) warning.workloads.push(workload);
    this.byText.set(key, warning);
  }

  get all(): EstimateWarningDto[] {
    return [...this.byText.values()];
  }
}

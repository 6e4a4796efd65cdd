import type { EstimateWarningDto } from './estimate.dto.js';

/** Collects what the reader of an estimate must know, each with the workload that it is about, and once. */
export class Warnings {
  private readonly byText = new Map<string, EstimateWarningDto>();

  add(code: string, message: string, workload: number | null): void {
    this.byText.set(JSON.stringify([workload, code, message]), { code, message, workload });
  }

  get all(): EstimateWarningDto[] {
    return [...this.byText.values()];
  }
}

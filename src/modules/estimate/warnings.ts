import type { EstimateWarningDto } from './estimate.dto.js';

/** Collects what the reader of an estimate must know, each with the workload that it is about. */
export class Warnings {
  private readonly list: EstimateWarningDto[] = [];

  add(code: string, message: string, workload: number | null): void {
    this.list.push({ code, message, workload });
  }

  get all(): EstimateWarningDto[] {
    return this.list;
  }
}

/** What a workload asks for, with every name resolved. */
export interface Subject {
  readonly task: string;
  /** May be unknown to the catalogue where the workload gives its size. */
  readonly model: string | null;
  readonly dataset: string | null;
}

import type { EntityManager } from 'typeorm';

/**
 * One module's part of the snapshot, in two steps: rows as they are, and the structure that answers are given
 * from. The rows are what a factor set keeps. They are plain JSON in an order of their own content, and hold
 * nothing of this one installation (no sequence, no time of arrival), so that the same data has the same rows
 * wherever it is.
 */
export interface SnapshotPart<Rows, Built> {
  readonly name: string;
  read(manager: EntityManager): Promise<Rows>;
  build(rows: Rows): Built;
}

/** The rows of every part, by its name. */
export type SnapshotRows = Readonly<Record<string, unknown>>;

/** All parts of one version, live or frozen. */
export class SnapshotView {
  constructor(private readonly parts: ReadonlyMap<string, unknown>) {}

  /** Undefined where the view was frozen before there was such a part. */
  part(name: string): unknown {
    return this.parts.get(name);
  }
}

import type { InputsDescription } from '../../../core/benchmark/index.js';
import { DomainError } from '../../../core/errors/index.js';

/** One input of an inference. */
export type BenchmarkInput =
  | { readonly kind: 'text'; readonly id: string; readonly text: string }
  | { readonly kind: 'question'; readonly id: string; readonly question: string; readonly context: string }
  | { readonly kind: 'image'; readonly id: string; readonly path: string; readonly bytes: Buffer };

/** Where inputs come from. */
export interface Dataset {
  readonly slug: string;
  /** The form of the inputs, where the same dataset has several. */
  readonly variant: string | null;
  readonly licence: string | null;
  /** Rows in a fixed order, read as they are asked for. */
  rows(): AsyncIterable<BenchmarkInput>;
}

export interface DatasetSpec {
  /** A path, or the name of a package of data. */
  readonly location: string;
  /** Column or property that holds the text; null to take the usual names. */
  readonly field: string | null;
}

/** One line of the registry. */
export interface DatasetKind {
  readonly name: string;
  readonly summary: string;
  /** Whether a location is of this kind. */
  fits(location: string): boolean;
  open(spec: DatasetSpec): Dataset;
}

export interface PreparedInputs {
  readonly inputs: readonly BenchmarkInput[];
  readonly description: InputsDescription;
}

export const unreadable = (message: string): DomainError =>
  DomainError.field('DATASET_UNREADABLE', 'dataset', message);

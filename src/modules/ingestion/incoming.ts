import { allows } from '../../core/access/index.js';
import type { FieldError } from '../../core/errors/index.js';
import type { FactorChange } from '../../core/factor/index.js';
import { isSynthetic } from '../../core/run/index.js';
import type { RunDraft, RunStatus } from '../../core/run/index.js';
import type { ApiKey } from '../auth/index.js';

/**
 * One record as an importer or receiver hands it in: a draft, or why none could be made of it. `raw` is the
 * record as it came; where a draft says it all it may be left out.
 */
export type IncomingRecord =
  | { readonly draft: RunDraft; readonly raw?: unknown }
  | { readonly problems: readonly FieldError[]; readonly raw: unknown };

export interface IngestContext {
  /** Whose runs these are; without `runs:publish`, or on random weights, they arrive as drafts. */
  readonly key: ApiKey;
  /** The way in, such as `api` or `import:codecarbon-csv`; kept with what is quarantined and in the audit log. */
  readonly channel: string;
}

/** What became of one record. Fields of problems have the names of the wire. */
export type RecordOutcome =
  | { readonly outcome: 'accepted'; readonly runId: string; readonly status: RunStatus }
  | { readonly outcome: 'duplicate'; readonly runId: string; readonly status: RunStatus }
  | {
      readonly outcome: 'quarantined';
      readonly quarantineId: string;
      readonly problems: readonly FieldError[];
    };

export interface IngestOutcome {
  /** In the order of the records. */
  readonly records: readonly RecordOutcome[];
  /** How the factors moved; empty where the caller watches them itself. */
  readonly changes: readonly FactorChange[];
}

/** By the key, but no key publishes a run on random weights. */
export const arrivesAs = ({ key }: IngestContext, draft: RunDraft): RunStatus =>
  allows(key.scopes, 'runs:publish') && !isSynthetic(draft) ? 'published' : 'draft';

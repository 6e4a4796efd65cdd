import type { RunDraft } from './run-draft.js';

/** What a run on random weights is flagged with, and whose names its models go by. */
export const SYNTHETIC_FLAG = 'synthetic-weights';
const SYNTHETIC_OWNER = 'synthetic/';

export const syntheticModelId = (modelId: string): string => `${SYNTHETIC_OWNER}${modelId}`;

/**
 * Whether the weights were random, by the flag or by the model's name or label. Such a run has the shape of the model that it
 * is named after and not its behaviour, such as where an answer ends: it is never published as a factor.
 */
export const isSynthetic = ({
  modelId,
  modelIdReported,
  qcFlags,
}: Pick<RunDraft, 'modelId' | 'modelIdReported' | 'qcFlags'>): boolean =>
  qcFlags.some((flag) => plain(flag) === SYNTHETIC_FLAG) ||
  [modelId, modelIdReported ?? ''].some((name) => plain(name).startsWith(SYNTHETIC_OWNER));

/** However it is written: who writes it otherwise means no other thing. */
const plain = (text: string): string => text.trim().toLowerCase();

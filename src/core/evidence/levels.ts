/** How well a factor is known, best first. The first level that the data allow is the one to use. */
export const EVIDENCE_LEVELS = [
  'measured-cell',
  'measured-model',
  'parameters',
  'task',
  'published',
] as const;

export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

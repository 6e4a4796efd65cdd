import { createHash } from 'node:crypto';
import { DomainError } from '../../../core/errors/index.js';
import {
  unreadable,
  type BenchmarkInput,
  type Dataset,
  type DatasetSpec,
  type PreparedInputs,
} from './dataset.js';
import { DATASETS } from './registry.js';

/** `mails.csv#body` names a file and its field. */
export function parseDatasetSpec(text: string): DatasetSpec {
  const at = text.lastIndexOf('#');
  return at > 0
    ? { location: text.slice(0, at), field: text.slice(at + 1) || null }
    : { location: text, field: null };
}

/** @throws DomainError `DATASET_UNREADABLE` where no adapter knows such a location. */
export function openDataset(spec: DatasetSpec): Dataset {
  const kind = DATASETS.find((candidate) => candidate.fits(spec.location));
  if (kind) return kind.open(spec);
  const known = DATASETS.map(({ name, summary }) => `${name} (${summary})`).join(', ');
  throw unreadable(`no dataset is at ${JSON.stringify(spec.location)}; there are ${known}`);
}

/**
 * The first rows of a dataset, at most as many as asked for, with the hash of their content: SHA-256 over each
 * row's kind and bytes, lengths first, so that equal hashes mean the same inputs in the same order.
 *
 * @throws DomainError `DATASET_EMPTY`, `DATASET_UNREADABLE`.
 */
export async function prepareInputs(dataset: Dataset, limit: number): Promise<PreparedInputs> {
  const inputs: BenchmarkInput[] = [];
  const hash = createHash('sha256');
  try {
    for await (const input of dataset.rows()) {
      inputs.push(input);
      for (const part of partsOf(input)) hash.update(`${part.length}:`).update(part);
      if (inputs.length >= limit) break;
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw unreadable(
      `${dataset.slug} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (inputs.length === 0) {
    throw DomainError.field('DATASET_EMPTY', 'dataset', `${dataset.slug} has no rows, so nothing can be run`);
  }
  const { slug, variant, licence } = dataset;
  const description = { dataset: slug, variant, licence, rows: inputs.length, sha256: hash.digest('hex') };
  return { inputs, description };
}

function partsOf(input: BenchmarkInput): Buffer[] {
  switch (input.kind) {
    case 'text':
      return [Buffer.from('text'), Buffer.from(input.text)];
    case 'question':
      return [Buffer.from('question'), Buffer.from(input.question), Buffer.from(input.context)];
    case 'image':
      return [Buffer.from('image'), input.bytes];
  }
}

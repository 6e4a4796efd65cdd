import { unreadable, type BenchmarkInput } from './dataset.js';

/** Names under which datasets usually keep their text, in order of preference. */
const TEXT_FIELDS = ['text', 'sentence', 'prompt', 'input', 'content', 'article', 'document', 'review'];

/** A row of named values as an input: a question with its context where it has both, else its text. */
export function rowToInput(row: Record<string, unknown>, id: string, field: string | null): BenchmarkInput {
  const { question, context } = row;
  if (field === null && typeof question === 'string' && typeof context === 'string') {
    return { kind: 'question', id, question, context };
  }
  const name = field ?? TEXT_FIELDS.find((candidate) => typeof row[candidate] === 'string');
  const text = name === undefined ? undefined : row[name];
  if (typeof text === 'string') return { kind: 'text', id, text };
  const has = Object.keys(row).slice(0, 20).join(', ') || 'nothing';
  const wanted = field === null ? `none of ${TEXT_FIELDS.join(', ')}` : `no text in ${JSON.stringify(field)}`;
  throw unreadable(`${id} has ${wanted}; it has ${has}. Name the field after a #, as in data.csv#body`);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A PNG of one red dot. */
const DOT =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const QUESTIONS = [
  { question: 'Who sat?', context: 'The cat sat on the mat.' },
  { question: 'Where?', context: 'The cat sat on the mat, and the dog lay by the door.' },
];

/** Writes a dataset of each kind; gives what names it. */
export function writeTinyInputs(folder: string): { images: string; questions: string } {
  const images = join(folder, 'dots');
  mkdirSync(images, { recursive: true });
  writeFileSync(join(images, 'dot.png'), Buffer.from(DOT, 'base64'));
  const questions = join(folder, 'questions.jsonl');
  writeFileSync(questions, QUESTIONS.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return { images, questions };
}

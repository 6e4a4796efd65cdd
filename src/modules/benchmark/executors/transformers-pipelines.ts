import type { BenchmarkInput } from '../datasets/index.js';
import { failed, textOf } from './executor.js';

/** A pipeline of transformers.js, as far as it is used here. */
export interface Pipeline {
  (...inputs: unknown[]): Promise<unknown>;
  readonly tokenizer?: { readonly mask_token?: string };
  dispose(): Promise<unknown>;
}

interface PipelineUse {
  readonly pipeline: string;
  /** New tokens are counted because their number is forced. */
  readonly generates: boolean;
  argumentsFor(input: BenchmarkInput, pipeline: Pipeline): unknown[];
}

const text = (input: BenchmarkInput): unknown[] => [textOf(input)];
const image = (input: BenchmarkInput): unknown[] => {
  if (input.kind === 'image') return [input.path];
  throw failed(`${input.id} is text, and this model takes images`);
};

/** Pipelines of transformers.js by catalogue task. It has none for image generation. */
export const PIPELINES: Readonly<Record<string, PipelineUse>> = {
  'text-classification': { pipeline: 'text-classification', generates: false, argumentsFor: text },
  'token-classification': { pipeline: 'token-classification', generates: false, argumentsFor: text },
  'extractive-qa': { pipeline: 'question-answering', generates: false, argumentsFor: question },
  'masked-language-modelling': {
    pipeline: 'fill-mask',
    generates: false,
    argumentsFor: (input, { tokenizer }) => [withMask(textOf(input), tokenizer?.mask_token ?? '[MASK]')],
  },
  'text-generation': { pipeline: 'text-generation', generates: true, argumentsFor: text },
  summarization: { pipeline: 'summarization', generates: true, argumentsFor: text },
  'image-classification': { pipeline: 'image-classification', generates: false, argumentsFor: image },
  'object-detection': { pipeline: 'object-detection', generates: false, argumentsFor: image },
  'image-captioning': { pipeline: 'image-to-text', generates: true, argumentsFor: image },
};

function question(input: BenchmarkInput): unknown[] {
  if (input.kind === 'question') return [input.question, input.context];
  throw failed(`${input.id} has no question and context`);
}

/** The text with its middle word masked, unless it has a mask: the same word each time. */
export function withMask(of: string, mask: string): string {
  if (of.includes(mask)) return of;
  const words = of.split(/\s+/).filter(Boolean);
  words[Math.floor(words.length / 2)] = mask;
  return words.join(' ');
}

import type { BenchmarkInput } from '../datasets/index.js';
import { failed, textOf } from './executor.js';

/** A pipeline of transformers.js, as far as it is used here. */
export interface Pipeline {
  (...inputs: unknown[]): Promise<unknown>;
  /** `model_max_length`: tokens after which a text is cut. */
  readonly tokenizer?: { readonly mask_token?: string; readonly model_max_length?: number };
  dispose(): Promise<unknown>;
}

export interface PipelineUse {
  readonly pipeline: string;
  /** Whether it writes tokens, and whether it writes on from its input, whose tokens are then known too. */
  readonly generates: 'nothing' | 'anew' | 'onwards';
  argumentsFor(input: BenchmarkInput, pipeline: Pipeline): unknown[];
}

/** What transformers.js 4 calls the precisions of weights; each is a file of its own. */
export const PRECISIONS: readonly string[] = 'fp32 fp16 q8 int8 uint8 q4 bnb4 q4f16 q2 q2f16 q1 q1f16'.split(
  ' ',
);

const text = (input: BenchmarkInput): unknown[] => [textOf(input)];
const image = (input: BenchmarkInput): unknown[] => {
  if (input.kind === 'image') return [input.path];
  throw failed(`${input.id} is text, and this model takes images`);
};

/** Pipelines of transformers.js by catalogue task. It has none for image generation. */
export const PIPELINES: Readonly<Record<string, PipelineUse>> = {
  'text-classification': { pipeline: 'text-classification', generates: 'nothing', argumentsFor: text },
  'token-classification': { pipeline: 'token-classification', generates: 'nothing', argumentsFor: text },
  'extractive-qa': { pipeline: 'question-answering', generates: 'nothing', argumentsFor: question },
  'masked-language-modelling': {
    pipeline: 'fill-mask',
    generates: 'nothing',
    argumentsFor: (input, { tokenizer: { mask_token = '[MASK]', model_max_length } = {} }) => [
      withMask(textOf(input), mask_token, model_max_length),
    ],
  },
  'text-generation': { pipeline: 'text-generation', generates: 'onwards', argumentsFor: text },
  summarization: { pipeline: 'summarization', generates: 'anew', argumentsFor: text },
  'image-classification': { pipeline: 'image-classification', generates: 'nothing', argumentsFor: image },
  'object-detection': { pipeline: 'object-detection', generates: 'nothing', argumentsFor: image },
  'image-captioning': { pipeline: 'image-to-text', generates: 'anew', argumentsFor: image },
};

function question(input: BenchmarkInput): unknown[] {
  if (input.kind === 'question') return [input.question, input.context];
  throw failed(`${input.id} has no question and context`);
}

/** Tokens that a model may put before and after a text, and the mask itself. */
const BESIDE = 4;

/**
 * The text with its middle word masked, unless it has a mask: the same word each time. Of a text that may be too long
 * for the model, an earlier word, so that the mask is not cut off: no token is shorter than a byte.
 *
 * @param longest - tokens after which the model's tokenizer cuts
 */
export function withMask(of: string, mask: string, longest = Infinity): string {
  if (of.includes(mask)) return of;
  const words = of.split(/\s+/).filter(Boolean);
  let masked = Math.floor(words.length / 2);
  const bytesBefore = (): number => Buffer.byteLength(words.slice(0, masked).join(' '));
  while (masked > 0 && bytesBefore() + BESIDE > longest) masked -= 1;
  words[masked] = mask;
  return words.join(' ');
}

import { ggufFile, type GgufTensor } from './gguf.js';
import { seededWeights } from './weights.js';

const WIDTH = 32;
const FEED_FORWARD = 64;
const HEADS = 4;
const LAYERS = 2;
export const TINY_LLAMA_CONTEXT = 32_768;

const SPECIAL = ['<unk>', '<s>', '</s>'];
const END = 2;
const BYTES = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
);
const PIECES = ['▁', ...'etaoinshrdlu', '▁the', '▁a'];
const VOCABULARY = [...SPECIAL, ...BYTES, ...PIECES];

/** llama.cpp's numbers of kinds of tokens. */
const KIND = { normal: 1, unknown: 2, control: 3, byte: 6 };

/**
 * A model of Llama's architecture with 38,176 random weights, as llama.cpp reads it. Its answers mean nothing.
 *
 * @param endsAtOnce - the first token that it writes is that of the end
 */
export function tinyLlama({ endsAtOnce = false, seed = 1 } = {}): Buffer {
  return ggufFile(
    {
      'general.architecture': 'llama',
      'general.name': 'synthetic tiny llama',
      'llama.context_length': { uint32: TINY_LLAMA_CONTEXT },
      'llama.embedding_length': { uint32: WIDTH },
      'llama.block_count': { uint32: LAYERS },
      'llama.feed_forward_length': { uint32: FEED_FORWARD },
      'llama.attention.head_count': { uint32: HEADS },
      'llama.attention.layer_norm_rms_epsilon': { float32: 1e-5 },
      'llama.rope.dimension_count': { uint32: WIDTH / HEADS },
      'llama.vocab_size': { uint32: VOCABULARY.length },
      'tokenizer.ggml.model': 'llama',
      'tokenizer.ggml.tokens': { strings: VOCABULARY },
      'tokenizer.ggml.scores': { floats: VOCABULARY.map((_, index) => -index) },
      'tokenizer.ggml.token_type': { ints: VOCABULARY.map((_, index) => kindOf(index)) },
      'tokenizer.ggml.unknown_token_id': { uint32: 0 },
      'tokenizer.ggml.bos_token_id': { uint32: 1 },
      'tokenizer.ggml.eos_token_id': { uint32: END },
      'tokenizer.ggml.add_bos_token': true,
      'tokenizer.chat_template': "{% for message in messages %}{{ message['content'] }}\n{% endfor %}",
    },
    tensors(seed, endsAtOnce),
  );
}

function kindOf(index: number): number {
  if (index === 0) return KIND.unknown;
  if (index < SPECIAL.length) return KIND.control;
  return index < SPECIAL.length + BYTES.length ? KIND.byte : KIND.normal;
}

function tensors(seed: number, endsAtOnce: boolean): GgufTensor[] {
  const random = seededWeights(seed);
  const matrix = (name: string, ...dims: number[]): GgufTensor => ({
    ...{ name: `${name}.weight`, dims },
    values: random(dims.reduce((product, dim) => product * dim, 1)),
  });
  const norm = (name: string): GgufTensor => ({
    ...{ name: `${name}.weight`, dims: [WIDTH] },
    values: new Float32Array(WIDTH).fill(1),
  });
  const layer = (at: string): GgufTensor[] => [
    ...[norm(`${at}.attn_norm`), norm(`${at}.ffn_norm`)],
    ...['q', 'k', 'v', 'output'].map((part) => matrix(`${at}.attn_${part}`, WIDTH, WIDTH)),
    ...['gate', 'up'].map((part) => matrix(`${at}.ffn_${part}`, WIDTH, FEED_FORWARD)),
    matrix(`${at}.ffn_down`, FEED_FORWARD, WIDTH),
  ];
  const embedding = matrix('token_embd', WIDTH, VOCABULARY.length);
  const output = matrix('output', WIDTH, VOCABULARY.length);
  if (endsAtOnce) leadToEnd(embedding, output);
  const layers = Array.from({ length: LAYERS }, (_, index) => layer(`blk.${index}`)).flat();
  return [embedding, output, norm('output_norm'), ...layers];
}

/** Every token points along the first dimension, and there the end is far more likely than anything else. */
function leadToEnd(embedding: GgufTensor, output: GgufTensor): void {
  VOCABULARY.forEach((_, token) => (embedding.values[token * WIDTH] = 10));
  output.values[END * WIDTH] = 10;
}

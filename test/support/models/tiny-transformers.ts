import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as graphs from './tiny-graphs.js';

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const END = 3;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789.,!?'];
const WORDS = [...SPECIAL, ...LETTERS, ...LETTERS.map((letter) => `##${letter}`)];
const LABELS = { 0: 'O', 1: 'B-ONE', 2: 'I-ONE' };
const LABEL_COUNT = Object.keys(LABELS).length;

type Files = Readonly<Record<string, Buffer | object>>;

const TOKENIZER: Files = {
  'tokenizer.json': {
    version: '1.0',
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false })),
    normalizer: { type: 'BertNormalizer', clean_text: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', 3], cls: ['[CLS]', 2] },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##' },
      ...{ max_input_chars_per_word: 100, vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])) },
    },
  },
  'tokenizer_config.json': {
    ...{ tokenizer_class: 'BertTokenizer', model_max_length: 512 },
    ...{
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
      mask_token: '[MASK]',
    },
  },
};

const image = (processor: string): Files => ({
  'preprocessor_config.json': {
    image_processor_type: processor,
    ...{ do_resize: true, do_rescale: true, do_normalize: true, resample: 2, rescale_factor: 1 / 255 },
    ...{ image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
    size: { height: graphs.IMAGE_SIDE, width: graphs.IMAGE_SIDE },
  },
});

const text = (architecture: string, model: Buffer): Files => ({
  ...TOKENIZER,
  'config.json': { model_type: 'bert', architectures: [architecture], id2label: LABELS },
  'onnx/model.onnx': model,
});

const decoder = (model: Buffer): Files => ({
  ...TOKENIZER,
  'config.json': {
    ...{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], vocab_size: WORDS.length },
    ...{ n_head: 1, n_layer: 1, n_embd: graphs.WIDTH, eos_token_id: END, bos_token_id: 2 },
  },
  'generation_config.json': { eos_token_id: END, bos_token_id: 2 },
  'onnx/model.onnx': model,
});

/** What transformers.js reads for each task: models with a few hundred random weights, whose answers mean nothing. */
const MODELS: Readonly<Record<string, () => Files>> = {
  'text-classification': () =>
    text('BertForSequenceClassification', graphs.textClassifier(WORDS.length, LABEL_COUNT)),
  'token-classification': () =>
    text('BertForTokenClassification', graphs.tokenClassifier(WORDS.length, LABEL_COUNT)),
  'extractive-qa': () => text('BertForQuestionAnswering', graphs.spanFinder(WORDS.length)),
  'masked-language-modelling': () =>
    text('BertForMaskedLM', graphs.tokenClassifier(WORDS.length, WORDS.length)),
  'text-generation': () => decoder(graphs.textDecoder(WORDS.length)),
  /** The end is the likeliest token from the start. */
  'text-generation-that-ends': () => decoder(graphs.textDecoder(WORDS.length, END)),
  summarization: () => ({
    ...TOKENIZER,
    'config.json': {
      ...{ model_type: 't5', architectures: ['T5ForConditionalGeneration'], is_encoder_decoder: true },
      ...{ d_model: graphs.WIDTH, d_kv: graphs.WIDTH, num_heads: 1, num_layers: 1, num_decoder_layers: 1 },
      ...{ decoder_start_token_id: 0, eos_token_id: END, pad_token_id: 0, vocab_size: WORDS.length },
    },
    'onnx/encoder_model.onnx': graphs.textEncoder(WORDS.length),
    'onnx/decoder_model_merged.onnx': graphs.seq2seqDecoder(WORDS.length),
  }),
  'image-classification': () => ({
    ...image('ViTImageProcessor'),
    'config.json': { model_type: 'vit', architectures: ['ViTForImageClassification'], id2label: LABELS },
    'onnx/model.onnx': graphs.imageClassifier(LABEL_COUNT),
  }),
  'object-detection': () => ({
    ...image('YolosImageProcessor'),
    'config.json': { model_type: 'yolos', architectures: ['YolosForObjectDetection'], id2label: LABELS },
    'onnx/model.onnx': graphs.objectDetector(4, LABEL_COUNT),
  }),
  'image-captioning': () => ({
    ...TOKENIZER,
    ...image('ViTImageProcessor'),
    'config.json': {
      ...{ model_type: 'vision-encoder-decoder', architectures: ['VisionEncoderDecoderModel'] },
      ...{ is_encoder_decoder: true, decoder_start_token_id: 2, eos_token_id: END, pad_token_id: 0 },
      encoder: { model_type: 'vit' },
      decoder: { model_type: 'gpt2', n_head: 1, n_layer: 1, n_embd: graphs.WIDTH, vocab_size: WORDS.length },
    },
    'onnx/encoder_model.onnx': graphs.imageEncoder(),
    'onnx/decoder_model_merged.onnx': graphs.seq2seqDecoder(WORDS.length),
  }),
};

/** Writes a model's folder and gives its name below the folder given. */
export function writeTinyTransformer(folder: string, task: string): string {
  const files = MODELS[task];
  if (files === undefined) throw new Error(`there is no tiny model for ${task}`);
  for (const [name, content] of Object.entries(files())) {
    const path = join(folder, 'tiny', task, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return `tiny/${task}`;
}

import { OnnxGraph } from './onnx.js';

export const WIDTH = 16;
export const IMAGE_SIDE = 8;
const PIXELS = 3 * IMAGE_SIDE * IMAGE_SIDE;
const TEXT = ['batch', 'sequence'];

/** A product with random weights. */
const times = (graph: OnnxGraph, value: string, from: number, to: number, output?: string): string =>
  graph.node('MatMul', [value, graph.random(from, to)], {}, output);

/** Vectors of the tokens: `[batch, sequence, WIDTH]`. */
function embedded(graph: OnnxGraph, words: number): string {
  const ids = graph.input('input_ids', 'int64', TEXT);
  return graph.node('Gather', [graph.random(words, WIDTH), ids]);
}

function hidden(words: number): { graph: OnnxGraph; states: string } {
  const graph = new OnnxGraph();
  graph.input('attention_mask', 'int64', TEXT);
  return { graph, states: graph.node('Tanh', [times(graph, embedded(graph, words), WIDTH, WIDTH)]) };
}

/** One row of `labels` logits for each text. */
export function textClassifier(words: number, labels: number): Buffer {
  const { graph, states } = hidden(words);
  const mean = graph.node('ReduceMean', [states], { axes: [1], keepdims: 0 });
  times(graph, mean, WIDTH, labels, 'logits');
  graph.output('logits', 'float', ['batch', labels]);
  return graph.bytes();
}

/** One row of `labels` logits for each token: of classes, or of words where one is masked. */
export function tokenClassifier(words: number, labels: number): Buffer {
  const { graph, states } = hidden(words);
  times(graph, states, WIDTH, labels, 'logits');
  graph.output('logits', 'float', [...TEXT, labels]);
  return graph.bytes();
}

/** Where an answer starts and ends, as logits of each token. */
export function spanFinder(words: number): Buffer {
  const { graph, states } = hidden(words);
  for (const name of ['start_logits', 'end_logits']) {
    const column = times(graph, states, WIDTH, 1);
    graph.node('Squeeze', [column, graph.integers(2)], {}, name);
    graph.output(name, 'float', TEXT);
  }
  return graph.bytes();
}

/** What a seq2seq model reads: states of a text. */
export function textEncoder(words: number): Buffer {
  const { graph, states } = hidden(words);
  graph.node('Tanh', [states], {}, 'last_hidden_state');
  graph.output('last_hidden_state', 'float', [...TEXT, WIDTH]);
  return graph.bytes();
}

function pixels(graph: OnnxGraph): string {
  const image = graph.input('pixel_values', 'float', ['batch', 3, IMAGE_SIDE, IMAGE_SIDE]);
  return graph.node('Flatten', [image], { axis: 1 });
}

export function imageClassifier(labels: number): Buffer {
  const graph = new OnnxGraph();
  times(graph, pixels(graph), PIXELS, labels, 'logits');
  graph.output('logits', 'float', ['batch', labels]);
  return graph.bytes();
}

/** Classes and boxes of `queries` objects; the last class is that there is none. */
export function objectDetector(queries: number, labels: number): Buffer {
  const graph = new OnnxGraph();
  const image = pixels(graph);
  const rows = (name: string, width: number, last: string): void => {
    const flat = times(graph, image, PIXELS, queries * width);
    const shaped = graph.node('Reshape', [flat, graph.integers(-1, queries, width)]);
    graph.node(last, [shaped], {}, name);
    graph.output(name, 'float', ['batch', queries, width]);
  };
  rows('logits', labels + 1, 'Identity');
  rows('pred_boxes', 4, 'Sigmoid');
  return graph.bytes();
}

/** What an image captioner reads: one state of an image. */
export function imageEncoder(): Buffer {
  const graph = new OnnxGraph();
  const state = times(graph, pixels(graph), PIXELS, WIDTH);
  graph.node('Unsqueeze', [state, graph.integers(1)], {}, 'last_hidden_state');
  graph.output('last_hidden_state', 'float', ['batch', 1, WIDTH]);
  return graph.bytes();
}

/** The next token after a text and what an encoder made of its input. */
export function seq2seqDecoder(words: number): Buffer {
  const graph = new OnnxGraph();
  const encoded = graph.input('encoder_hidden_states', 'float', ['batch', 'encoded', WIDTH]);
  const seen = graph.node('ReduceMean', [encoded], { axes: [1], keepdims: 1 });
  const sum = graph.node('Add', [embedded(graph, words), seen]);
  times(graph, sum, WIDTH, words, 'logits');
  graph.output('logits', 'float', [...TEXT, words]);
  return graph.bytes();
}

/**
 * A decoder with one head of attention over a cache of keys and values that grows with the text.
 *
 * @param end - token of the end; given, it is by far the likeliest every time
 */
export function textDecoder(words: number, end?: number): Buffer {
  const graph = new OnnxGraph();
  graph.input('attention_mask', 'int64', ['batch', 'total']);
  const states = embedded(graph, words);
  const head = (): string => graph.node('Unsqueeze', [times(graph, states, WIDTH, WIDTH), graph.integers(1)]);
  const cached = (name: string): string => {
    const past = graph.input(`past_key_values.0.${name}`, 'float', ['batch_size', 1, 'past', WIDTH]);
    const present = graph.node('Concat', [past, head()], { axis: 2 }, `present.0.${name}`);
    graph.output(present, 'float', ['batch_size', 1, 'total', WIDTH]);
    return present;
  };
  const [keys, values] = [cached('key'), cached('value')];
  const across = graph.node('Transpose', [keys], { perm: [0, 1, 3, 2] });
  const scores = graph.node('Softmax', [graph.node('MatMul', [head(), across])], { axis: 3 });
  const attended = graph.node('Squeeze', [graph.node('MatMul', [scores, values]), graph.integers(1)]);
  const logits = times(graph, graph.node('Add', [states, attended]), WIDTH, words);
  const bias = new Float32Array(words).map((_, word) => (word === end ? 1000 : 0));
  graph.node('Add', [logits, graph.floats([words], bias)], {}, 'logits');
  graph.output('logits', 'float', [...TEXT, words]);
  return graph.bytes();
}

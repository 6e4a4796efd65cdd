import { message, type Field } from './protobuf.js';
import { seededWeights } from './weights.js';

type Dim = number | string;
type ElementType = 'float' | 'int64' | 'bool';
/** ONNX's numbers of types of elements and of attributes (onnx.proto, IR version 8). */
const ELEMENT: Record<ElementType, number> = { float: 1, int64: 7, bool: 9 };
const ATTRIBUTE = { int: 2, ints: 7 };
const IR_VERSION = 8;
const OPSET = 17;

/** Puts a graph of ONNX together, part by part. */
export class OnnxGraph {
  private readonly fields: Field[] = [[2, 'synthetic']];
  private readonly weights = seededWeights(2);
  private constants = 0;

  input(name: string, type: ElementType, shape: readonly Dim[]): string {
    this.fields.push([11, valueOf(name, type, shape)]);
    return name;
  }

  output(name: string, type: ElementType, shape: readonly Dim[]): void {
    this.fields.push([12, valueOf(name, type, shape)]);
  }

  floats(dims: readonly number[], values: Float32Array): string {
    return this.constant('float', dims, Buffer.from(values.buffer, 0, values.byteLength));
  }

  /** A matrix of random weights. */
  random(rows: number, columns: number): string {
    return this.floats([rows, columns], this.weights(rows * columns));
  }

  /** Whole numbers that an operator takes as an input. */
  integers(...values: number[]): string {
    const bytes = Buffer.from(BigInt64Array.from(values, BigInt).buffer);
    return this.constant('int64', [values.length], bytes);
  }

  /** @returns the name of the output, which is given or made up. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, number | readonly number[]>> = {},
    output = `value-${this.fields.length}`,
  ): string {
    const given = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
    this.fields.push([1, message([1, inputs], [2, output], [4, operator], [5, given])]);
    return output;
  }

  bytes(): Buffer {
    const opset = message([1, ''], [2, OPSET]);
    return message([1, IR_VERSION], [2, 'wattfactor-test'], [7, message(...this.fields)], [8, opset]);
  }

  private constant(type: ElementType, dims: readonly number[], bytes: Buffer): string {
    const name = `constant-${(this.constants += 1)}`;
    this.fields.push([5, message([1, dims], [2, ELEMENT[type]], [8, name], [9, bytes])]);
    return name;
  }
}

const attributeOf = (name: string, value: number | readonly number[]): Buffer =>
  typeof value === 'number'
    ? message([1, name], [3, value], [20, ATTRIBUTE.int])
    : message([1, name], [8, value], [20, ATTRIBUTE.ints]);

function valueOf(name: string, type: ElementType, shape: readonly Dim[]): Buffer {
  const dims = shape.map((dim) => (typeof dim === 'number' ? message([1, dim]) : message([2, dim])));
  const tensor = message([1, ELEMENT[type]], [2, message([1, dims])]);
  return message([1, name], [2, message([1, tensor])]);
}

/** A field of a message of Protocol Buffers: its number and what it holds. */
export type Field = readonly [number, Buffer | string | number | readonly (string | Buffer | number)[]];

const WIRE_VARINT = 0;
const WIRE_BYTES = 2;

/** The message on the wire. Integers are written as varints; what is longer with its length before it. */
export const message = (...fields: readonly Field[]): Buffer =>
  Buffer.concat(fields.flatMap(([number, value]) => [value].flat().map((item) => field(number, item))));

function field(number: number, value: Buffer | string | number): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8 + WIRE_VARINT), varint(value)]);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + WIRE_BYTES), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  return Buffer.from([...bytes, Number(rest)]);
}

/** A value of GGUF's metadata, with its type said where JavaScript's does not settle it. */
export type GgufValue =
  | string
  | boolean
  | { readonly uint32: number }
  | { readonly float32: number }
  | { readonly strings: readonly string[] }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] };

export interface GgufTensor {
  readonly name: string;
  /** The fastest dimension first, as ggml counts them. */
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

const VERSION = 3;
const ALIGNMENT = 32;
/** GGUF's numbers of types of metadata. */
const TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 };
/** ggml's number of the tensor type F32. */
const F32 = 0;

/** A file in GGUF 3, the format of llama.cpp (ggml's docs/gguf.md, 2023). */
export function ggufFile(
  metadata: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): Buffer {
  const pairs = Object.entries(metadata);
  const counts = [uint32(VERSION), uint64(tensors.length), uint64(pairs.length)];
  const header = [Buffer.from('GGUF'), ...counts, ...pairs.map(([key, value]) => pairOf(key, value))];
  const data = tensors.map(({ values }) => padded(Buffer.from(values.buffer, 0, values.byteLength)));
  let offset = 0;
  const infos = tensors.map(({ name, dims }, index) => {
    const shape = [uint32(dims.length), ...dims.map(uint64)];
    const info = Buffer.concat([text(name), ...shape, uint32(F32), uint64(offset)]);
    offset += data[index]?.length ?? 0;
    return info;
  });
  return Buffer.concat([padded(Buffer.concat([...header, ...infos])), ...data]);
}

function pairOf(key: string, value: GgufValue): Buffer {
  const [type, bytes] = typed(value);
  return Buffer.concat([text(key), uint32(type), bytes]);
}

function typed(value: GgufValue): [number, Buffer] {
  if (typeof value === 'string') return [TYPE.string, text(value)];
  if (typeof value === 'boolean') return [TYPE.bool, Buffer.from([Number(value)])];
  if ('uint32' in value) return [TYPE.uint32, uint32(value.uint32)];
  if ('float32' in value) return [TYPE.float32, float32(value.float32)];
  if ('strings' in value) return [TYPE.array, array(TYPE.string, value.strings.map(text))];
  if ('floats' in value) return [TYPE.array, array(TYPE.float32, value.floats.map(float32))];
  return [TYPE.array, array(TYPE.int32, value.ints.map(int32))];
}

const array = (type: number, items: readonly Buffer[]): Buffer =>
  Buffer.concat([uint32(type), uint64(items.length), ...items]);

const text = (value: string): Buffer => Buffer.concat([uint64(Buffer.byteLength(value)), Buffer.from(value)]);

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** What the beginning of a JSON text tells: whether it is a list, and the paths of its keys. */
export interface JsonShape {
  readonly root: 'object' | 'array';
  /** `report.forward.energy`; the members of an array have the path of the array. */
  readonly keys: ReadonlySet<string>;
}

const MAX_DEPTH = 5;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

interface Level {
  readonly kind: 'object' | 'array';
  readonly path: string;
}

/** The keys that can be seen in the first bytes of a JSON text, which may be cut off anywhere; null where it is none. */
export function jsonShape(head: string): JsonShape | null {
  const start = /^\uFEFF?\s*([[{])/.exec(head);
  if (start === null) return null;
  const keys = new Set<string>();
  const levels: Level[] = [];
  let path = '';
  let last = '';
  for (const [token] of head.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') levels.push({ kind: token === '{' ? 'object' : 'array', path });
    else if (token === '}' || token === ']') path = levels.pop()?.path ?? '';
    else if (token === ':' && level?.kind === 'object') {
      path = joined(level.path, last);
      if (levels.length <= MAX_DEPTH) keys.add(path);
    } else if (token === ',') path = level?.path ?? '';
    last = token;
  }
  return { root: start[1] === '[' ? 'array' : 'object', keys };
}

function joined(parent: string, quoted: string): string {
  const key = quoted.slice(1, -1);
  return parent === '' ? key : `${parent}.${key}`;
}

/** How well a JSON text fits: 0 where a required key is not to be seen, else 0.6 to 1 by the typical ones. */
export function fitOf(
  shape: JsonShape | null,
  { required, typical }: { readonly required: readonly string[]; readonly typical: readonly string[] },
): number {
  if (shape === null || !required.every((key) => shape.keys.has(key))) return 0;
  const seen = typical.filter((key) => shape.keys.has(key)).length;
  return 0.6 + 0.4 * (typical.length === 0 ? 1 : seen / typical.length);
}

import { problem } from './problem.js';
import type { Service } from './service.js';

export interface Interval {
  readonly mean: number;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface Row {
  readonly row: string;
  readonly label: string | null;
  readonly factorId: string | null;
  readonly level: string | null;
  readonly zone: string | null;
  readonly inferences: number | null;
  readonly energyKwh: Interval | null;
  readonly emissionsKgCo2e: Interval | null;
  readonly error: { readonly field: string; readonly code: string; readonly message: string } | null;
}

export type Usage = Record<string, string | number | null>;

export const ndjson = (rows: readonly Usage[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Sends files of usage to a service that is started later. */
export function bulkClient(service: () => Service) {
  const post = (body: string | Buffer, query = ''): Promise<Response> =>
    fetch(`${service().url}/v1/estimates/bulk${query}`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(body)),
    });

  const refused = async (body: string | Buffer, query = '') => {
    const reply = await post(body, query);
    const text = await reply.text();
    return problem({
      status: reply.status,
      headers: Object.fromEntries(reply.headers),
      text,
      body: JSON.parse(text),
    } as unknown as Parameters<typeof problem>[0]);
  };

  async function rowsOf(body: string | Buffer, query = ''): Promise<Row[]> {
    const reply = await post(body, query);
    const text = await reply.text();
    expect([reply.status, text.slice(0, reply.status === 200 ? 0 : 500)]).toEqual([200, '']);
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
  }
  return { post, refused, rowsOf };
}

/** A small generator with a seed, so that a failure can be repeated. */
export function random(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed;
  return (choices) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return choices[Math.floor((state / 2 ** 32) * choices.length)] as never;
  };
}

export const near = (actual: number | null | undefined, expected: number | null | undefined) => {
  if (typeof expected !== 'number') expect(actual ?? null).toBeNull();
  else expect(Math.abs((actual ?? NaN) / expected - 1)).toBeLessThan(1e-9);
};

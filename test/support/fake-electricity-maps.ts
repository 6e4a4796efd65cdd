import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeElectricityMaps {
  readonly url: string;
  /** Path, query and key of every request so far. */
  readonly asked: { readonly path: string; readonly key: string | undefined }[];
  /** How it answers from now on. */
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

type Behaviour = (response: ServerResponse, zone: string) => void;

export const KEY = 'key-of-the-fake';

const send = (status: number, body: string): Behaviour => {
  return (response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
};

/** An answer of the shape of v3, with some fields of one's own. */
export const figure =
  (fields: Record<string, unknown> = {}): Behaviour =>
  (response, zone) =>
    send(
      200,
      JSON.stringify({
        zone,
        carbonIntensity: 123,
        datetime: '2026-03-01T14:00:00.000Z',
        updatedAt: '2026-03-01T14:04:11.000Z',
        createdAt: '2026-02-26T14:02:30.000Z',
        emissionFactorType: 'lifecycle',
        isEstimated: false,
        estimationMethod: null,
        temporalGranularity: 'hourly',
        ...fields,
      }),
    )(response, zone);

export const refuse = (status: number): Behaviour =>
  send(status, JSON.stringify({ error: `fake ${status}` }));

export const text = (body: string): Behaviour => send(200, body);

/** Takes the request and never answers. */
export const silence: Behaviour = () => undefined;

export const hangUp: Behaviour = (response) => response.destroy();

/** Answers like Electricity Maps on a port of its own; a wrong key is refused as the real one does. */
export async function fakeElectricityMaps(): Promise<FakeElectricityMaps> {
  const asked: FakeElectricityMaps['asked'] = [];
  let behaviour = figure();
  const server = createServer((request, response) => {
    const key = request.headers['auth-token'];
    const url = new URL(request.url ?? '/', 'http://fake');
    asked.push({ path: url.pathname + url.search, key: typeof key === 'string' ? key : undefined });
    if (url.pathname !== '/v3/carbon-intensity/latest') return refuse(404)(response, '');
    if (key !== KEY) return refuse(401)(response, '');
    return behaviour(response, url.searchParams.get('zone') ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave: (next) => void (behaviour = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

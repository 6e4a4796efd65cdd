import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterSuite } from '../cleanup.js';
import { eventually } from '../eventually.js';

export type Behaviour = (response: ServerResponse, asked: number) => void | Promise<void>;

/** What a well-behaved server says. */
export const ANSWER = JSON.stringify({
  choices: [{ message: { content: 'ok' } }],
  usage: { prompt_tokens: 4, completion_tokens: 10 },
});

export const status =
  (code: number, body = ''): Behaviour =>
  (response) =>
    void response.writeHead(code, { 'retry-after': '0' }).end(body);

export const slowly =
  (ms: number): Behaviour =>
  async (response) => {
    await sleep(ms);
    response.writeHead(200).end(ANSWER);
  };

/** Answers at once, but for the requests that it holds until it is opened. */
export function gate(holds: (asked: number) => boolean) {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const behaviour: Behaviour = async (response, asked) => {
    if (holds(asked)) await opened;
    response.writeHead(200).end(ANSWER);
  };
  return { behaviour, open: () => open() };
}

/** A fake OpenAI-compatible server, which behaves by the name of the model that it is asked for. */
export async function fakeEndpoint(behaviours: Record<string, Behaviour>) {
  const asked = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { model } = JSON.parse(Buffer.concat(chunks).toString()) as { model: string };
    asked.set(model, (asked.get(model) ?? 0) + 1);
    await (behaviours[model] ?? slowly(0))(response, asked.get(model) ?? 0);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterSuite(async () => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const count = (model: string): number => asked.get(model) ?? 0;
  /** Resolves when the model was asked so many times. */
  const reached = (model: string, times: number): Promise<number> =>
    eventually(
      async () => count(model),
      (seen) => seen >= times,
      60_000,
    );
  return { url, asked: count, reached, behaviours };
}

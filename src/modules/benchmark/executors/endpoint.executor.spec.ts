import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keyFor } from './endpoint-address.js';
import { EndpointExecutor, retryAfterS } from './endpoint.executor.js';
import type { ExecutorOptions } from './options.js';

type Handler = (
  request: Record<string, unknown>,
  response: ServerResponse,
  headers: IncomingMessage['headers'],
) => void;

/** Against a server of our own: this proves the protocol and the failures, not any model. */
describe('an OpenAI-compatible endpoint', () => {
  let server: Server;
  let endpoint: string;
  let handle: Handler;
  const { signal } = new AbortController();
  const hello = [{ kind: 'text', id: '1', text: 'hello' }] as const;
  const usage = { prompt_tokens: 12, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 4 } };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => handle(JSON.parse(body) as Record<string, unknown>, response, request.headers));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const executor = (over: Partial<ExecutorOptions> = {}): EndpointExecutor =>
    new EndpointExecutor({ task: 'text-generation', model: 'm', endpoint, ...over });
  const answer = (response: ServerResponse, status: number, body: string, headers = {}): void => {
    response.writeHead(status, headers);
    response.end(body);
  };

  it('takes the server’s own counts, cached prompts included', async () => {
    handle = (_, response) => answer(response, 200, JSON.stringify({ usage }));
    expect(await executor().run([...hello, ...hello], signal)).toEqual({
      inferences: 2,
      inputTokens: 24,
      outputTokens: 14,
      cachedInputTokens: 8,
      retries: 0,
    });
  });

  it('fixes the length of the output as each server can, and sends the key', async () => {
    const seen: Record<string, unknown>[] = [];
    handle = (request, response, headers) => {
      seen.push({ ...request, key: headers.authorization });
      answer(response, 200, JSON.stringify({ usage }));
    };
    await executor({ dialect: 'vllm', outputTokens: 7, apiKey: 'secret' }).run(hello, signal);
    await executor({ dialect: 'llama.cpp', outputTokens: 7 }).run(hello, signal);
    expect(seen[0]).toMatchObject({ max_tokens: 7, min_tokens: 7, ignore_eos: true, key: 'Bearer secret' });
    expect(seen[1]).toMatchObject({ max_tokens: 7, ignore_eos: true, cache_prompt: false });
    expect(seen[1]).not.toHaveProperty('min_tokens');
  });

  it('asks for usage where it streams, and finds it in the last event', async () => {
    handle = (request, response) => {
      expect(request).toMatchObject({ stream: true, stream_options: { include_usage: true } });
      const events = [
        { choices: [{}], usage: null },
        { choices: [], usage },
      ].map((e) => `data: ${JSON.stringify(e)}\n\n`);
      answer(response, 200, `${events.join('')}data: [DONE]\n\n`);
    };
    expect(await executor({ stream: true }).run(hello, signal)).toMatchObject({
      inputTokens: 12,
      outputTokens: 7,
    });
  });

  it('waits as long as a 429 says, and counts that it had to', async () => {
    let asked = 0;
    handle = (_, response) => {
      asked += 1;
      if (asked === 1) answer(response, 429, 'slow down', { 'retry-after': '0' });
      else answer(response, 200, JSON.stringify({ usage }));
    };
    expect(await executor().run(hello, signal)).toMatchObject({ inferences: 1, retries: 1 });
  });

  it('gives up on a server that keeps failing, with its words', async () => {
    handle = (_, response) => answer(response, 500, 'out of memory', { 'retry-after': '0' });
    await expect(executor().run(hello, signal)).rejects.toMatchObject({
      code: 'INFERENCE_FAILED',
      message: expect.stringMatching(/500: out of memory \(5 of 5 tries\)/),
    });
  });

  it('does not repeat a request that is wrong', async () => {
    let asked = 0;
    handle = (_, response) => answer(response, 404, `no such model ${(asked += 1)}`);
    await expect(executor().load(signal)).rejects.toMatchObject({
      code: 'MODEL_NOT_LOADED',
      message: expect.stringContaining('no such model 1'),
    });
    expect(asked).toBe(1);
  });

  it.each([
    ['garbage', '<html>', 'no JSON'],
    ['nothing', '', 'nothing'],
    ['no counts', '{"choices":[]}', 'usage'],
    ['counts of no sense', '{"usage":{"prompt_tokens":"many","completion_tokens":-1}}', 'usage'],
  ])('calls %s a failure', async (_, body, words) => {
    handle = (__, response) => answer(response, 200, body);
    await expect(executor().run(hello, signal)).rejects.toMatchObject({
      code: 'INFERENCE_FAILED',
      message: expect.stringContaining(words),
    });
  });

  it.each(['load', 'run'] as const)(
    'does not wait for ever for a server that takes a request to %s',
    async (step) => {
      let asked = 0;
      handle = () => void (asked += 1);
      const silent = executor({ requestTimeoutS: 0.2 });
      await expect(step === 'load' ? silent.load(signal) : silent.run(hello, signal)).rejects.toMatchObject({
        code: step === 'load' ? 'MODEL_NOT_LOADED' : 'INFERENCE_FAILED',
        message: expect.stringContaining('gave no answer in 0.2 s'),
      });
      expect(asked).toBe(1);
    },
  );

  it('is cancelled also while it loads', async () => {
    handle = () => {};
    const controller = new AbortController();
    const loading = executor().load(controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(loading).rejects.toThrow('cancelled');
  });

  it('stops at once where it is cancelled', async () => {
    handle = () => {};
    const controller = new AbortController();
    const running = executor().run(hello, controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
  });

  it('takes back the other requests of a batch where one fails', async () => {
    const closed: Promise<unknown>[] = [];
    const waiting = new Set<ServerResponse>();
    let asked = 0;
    handle = (_, response) => {
      asked += 1;
      if (asked < 3) {
        waiting.add(response);
        closed.push(once(response, 'close'));
      } else answer(response, 404, 'no such model');
    };
    const batch = [...hello, ...hello, ...hello];
    await expect(executor().run(batch, signal)).rejects.toMatchObject({
      code: 'INFERENCE_FAILED',
      message: expect.stringContaining('no such model'),
    });
    await Promise.all(closed);
    expect([...waiting].map(({ writableEnded }) => writableEnded)).toEqual([false, false]);
    expect(asked).toBe(3);
  });

  it.each([
    'http://user:s3cret@host/v1',
    'http://s3cret@host/v1',
    'http://host/v1?key=s3cret',
    'http://host/v1#s3cret',
    'ftp://user:s3cret@host',
    'http://user:s3cret@host:port',
  ])('is refused with a secret in its address, which is not repeated: %s', (address) => {
    let message = '';
    try {
      executor({ endpoint: address });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/^endpoint must be/);
    expect(message).not.toContain('s3cret');
  });

  it('gets the key of the worker’s owner only where it is the owner’s server', () => {
    const env = { WATTFACTOR_ENDPOINT_KEY: 'key', WATTFACTOR_ENDPOINT_URL: 'https://mine.example/v1' };
    expect(keyFor(new URL('https://mine.example/v1/chat/completions'), env)).toBe('key');
    for (const other of ['http://mine.example/v1', 'https://mine.example:444/v1', 'https://else.example/v1'])
      expect(keyFor(new URL(other), env)).toBeUndefined();
    expect(keyFor(new URL('https://mine.example/v1'), { WATTFACTOR_ENDPOINT_KEY: 'key' })).toBeUndefined();
  });

  it('knows which machine the inference runs on', () => {
    expect(executor().runsHere).toBe(true);
    expect(executor({ endpoint: 'http://gpu-box:8000/v1' }).runsHere).toBe(false);
    expect(() => executor({ endpoint: 'ftp://x' })).toThrow('http');
  });

  it('reads Retry-After as seconds or as a date', () => {
    expect(retryAfterS('3')).toBe(3);
    expect(retryAfterS('Thu, 01 Jan 2026 00:00:10 GMT', Date.UTC(2026, 0, 1))).toBe(10);
    expect(retryAfterS('Thu, 01 Jan 2026 00:00:10 GMT', Date.UTC(2026, 0, 2))).toBe(0);
    expect(retryAfterS('soon')).toBeNull();
    expect(retryAfterS(null)).toBeNull();
  });
});

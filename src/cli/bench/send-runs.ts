import { requireKey, unreachable, type ServiceOptions } from '../service-options.js';

interface Answer {
  readonly ok: boolean;
  /** Empty where the answer is no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Who answered what, for a message. */
  readonly words: string;
}

/** @throws Error where there is no key, or nobody answers at the address. */
export async function sendRuns(
  runs: readonly object[],
  service: ServiceOptions,
  signal?: AbortSignal,
): Promise<Answer> {
  const key = requireKey(service);
  const { url } = service;
  const response = await fetch(`${url.replace(/\/+$/, '')}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(runs),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  const text = await response.text();
  const body = fieldsOf(text);
  const detail = typeof body['detail'] === 'string' ? body['detail'] : text.slice(0, 200);
  return { ok: response.ok, body, words: `${url} answered ${response.status}: ${detail}` };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

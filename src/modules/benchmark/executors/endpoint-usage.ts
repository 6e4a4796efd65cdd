import { failed } from './executor.js';

/** Tokens as the server counted them. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number | null;
}

/**
 * The counts of an OpenAI-compatible answer: a JSON object, or server-sent events whose last one carries them.
 * Tokens are never counted from the text, for that would need the model's own tokenizer.
 */
export function usageOf(body: string, streamed: boolean): Usage {
  const answers = streamed ? events(body) : [parsed(body)];
  const usage = answers.map((answer) => property(answer, 'usage')).findLast((found) => isRecord(found));
  const [input, output] = [property(usage, 'prompt_tokens'), property(usage, 'completion_tokens')];
  if (!isCount(input) || !isCount(output)) {
    throw failed(
      'the endpoint reports no usage.prompt_tokens and usage.completion_tokens, so its tokens are not known',
    );
  }
  const cached = property(property(usage, 'prompt_tokens_details'), 'cached_tokens');
  return { inputTokens: input, outputTokens: output, cachedInputTokens: isCount(cached) ? cached : null };
}

function events(body: string): unknown[] {
  const data = body.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return data
    .map((line) => line.slice(5).trim())
    .filter((text) => text !== '[DONE]')
    .map(parsed);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const start = text.slice(0, 80);
    throw failed(
      text.trim() === '' ? 'the endpoint answered nothing' : `the endpoint answered no JSON: ${start}`,
    );
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0;
const property = (of: unknown, name: string): unknown => (isRecord(of) ? of[name] : undefined);

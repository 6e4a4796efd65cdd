import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, parseDatasetSpec, prepareInputs, type PreparedInputs } from './index.js';

describe('datasets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wattfactor-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function file(name: string, content: string | Buffer): string {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  }

  const prepare = (spec: string, limit = 100): Promise<PreparedInputs> =>
    prepareInputs(openDataset(parseDatasetSpec(spec)), limit);
  const texts = async (spec: string): Promise<unknown[]> =>
    (await prepare(spec)).inputs.map((input) => (input.kind === 'text' ? input.text : input));

  it('read JSON lines: objects, strings, blank lines', async () => {
    const path = file('a.jsonl', '{"text":"one"}\n\n"two"\r\n{"label":1,"sentence":"three"}\n');
    expect(await texts(path)).toEqual(['one', 'two', 'three']);
  });

  it('read CSV with quotes, byte order mark and a named field', async () => {
    const path = file('b.csv', '\ufeffid,body\n1,"a, ""b""\nc"\n2,d\n');
    expect(await texts(`${path}#body`)).toEqual(['a, "b"\nc', 'd']);
  });

  it('keep a question with its context', async () => {
    const path = file('q.jsonl', '{"question":"who?","context":"me"}');
    expect((await prepare(path)).inputs[0]).toMatchObject({
      kind: 'question',
      question: 'who?',
      context: 'me',
    });
  });

  it('read a folder of images by name', async () => {
    const images = join(folder, 'pictures');
    await mkdir(images);
    for (const name of ['b.png', 'a.jpg', 'notes.txt']) file(join('pictures', name), Buffer.from([1, 2, 3]));
    const { inputs, description } = await prepare(images);
    expect(inputs.map(({ id }) => id)).toEqual(['a.jpg', 'b.png']);
    expect(description.dataset).toBe('pictures');
  });

  it('have the real mails of a package, without their headers', async () => {
    const { inputs, description } = await prepare('spam-assassin', 50);
    expect(description).toMatchObject({ dataset: 'spam-assassin', rows: 50, licence: 'Apache-2.0' });
    for (const input of inputs)
      expect(input.kind === 'text' && input.text).not.toMatch(/^(Received|Return-Path):/);
  });

  it('are hashed by content and order, not by file', async () => {
    const hashOf = async (spec: string): Promise<string> => (await prepare(spec)).description.sha256;
    const one = await hashOf(file('h1.jsonl', '{"text":"ab"}\n{"text":"c"}'));
    expect(await hashOf(file('h2.csv', 'text\nab\nc\n'))).toBe(one);
    expect(await hashOf(file('h3.jsonl', '{"text":"c"}\n{"text":"ab"}'))).not.toBe(one);
    expect(await hashOf(file('h4.jsonl', '{"text":"a"}\n{"text":"bc"}'))).not.toBe(one);
  });

  it.each([
    ['empty.jsonl', '', 'DATASET_EMPTY'],
    ['header.csv', 'text\n', 'DATASET_EMPTY'],
    ['broken.jsonl', '{"text":', 'DATASET_UNREADABLE'],
    ['other.jsonl', '{"label":1}', 'DATASET_UNREADABLE'],
    ['ragged.csv', 'text,b\n"unclosed', 'DATASET_UNREADABLE'],
  ])('refuse %s with a reason', async (name, content, code) => {
    await expect(prepare(file(name, content))).rejects.toMatchObject({ code });
  });

  it('refuse a file that is not there, and a location of no kind', async () => {
    await expect(prepare(join(folder, 'none.jsonl'))).rejects.toMatchObject({ code: 'DATASET_UNREADABLE' });
    await expect(prepare(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'DATASET_UNREADABLE' });
    expect(() => openDataset(parseDatasetSpec('nothing'))).toThrow('spam-assassin');
  });
});

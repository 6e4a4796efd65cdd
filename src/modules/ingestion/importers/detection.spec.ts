import fc from 'fast-check';
import { draftsOf, fixture, readAll, streamOf, collect } from '../../../../test/support/importers.js';
import { HEAD_BYTES, peek } from '../../../common/files/index.js';
import { chooseImporter, detectFormats, IMPORTERS, oneAfterAnother } from './index.js';

const FIXTURES: readonly [file: string, format: string][] = [
  ['codecarbon-3.0.8.csv', 'codecarbon-csv'],
  ['study/text_classif_sst2.csv', 'codecarbon-csv'],
  ['study/tasks/emissions_base_746dc6d1-32af-493f-9510-3c63aabdba3b.csv', 'codecarbon-csv'],
  ['codecarbon-hook.json', 'codecarbon-json'],
  ['optimum-benchmark.json', 'optimum-benchmark-json'],
  ['optimum-benchmark-report.no-energy.json', 'optimum-benchmark-json'],
  ['ai-energy-score.csv', 'ai-energy-score-csv'],
  ['ai-energy-benchmarks.json', 'ai-energy-benchmarks-json'],
  ['ml-energy.json', 'ml-energy-json'],
  ['zeus.csv', 'zeus-csv'],
  ['mlperf.txt', 'mlperf-power'],
  ['vllm-bench.json', 'vllm-bench-json'],
  ['llama-bench.json', 'llama-bench-json'],
  ['genai-perf.json', 'genai-perf-json'],
  ['aiperf.json', 'genai-perf-json'],
  ['wattfactor.ndjson', 'wattfactor-json'],
  ['wattfactor.json', 'wattfactor-json'],
];

/** All that any of the files may lack. */
const EVERYTHING = { task: 'text-generation', model: 'example/model', inferences: 100, gpuCount: 1 };

describe('the format of a file', () => {
  it.each(FIXTURES)('%s is %s and no other', (file, format) => {
    const found = detectFormats(fixture(file));
    expect(found.map(({ importer }) => importer.format)).toEqual([format]);
    expect(chooseImporter(null, fixture(file)).format).toBe(format);
  });

  it('is found for every format that is read', () => {
    const found = new Set(FIXTURES.map(([, format]) => format));
    expect(IMPORTERS.map((importer) => importer.format).filter((format) => !found.has(format))).toEqual([]);
  });

  it('is that of its first bytes, though the file goes on: a JSON text cut anywhere is never taken for another', () => {
    for (const [file, format] of FIXTURES) {
      const whole = fixture(file);
      fc.assert(
        fc.property(fc.integer({ min: 0, max: whole.length }), (end) => {
          const best = detectFormats(whole.subarray(0, end))[0]?.importer.format ?? format;
          expect(best).toBe(format);
        }),
        { numRuns: 20 },
      );
    }
  });

  it('survives a byte order mark and line ends of Windows', () => {
    const file = Buffer.from(`\uFEFF${fixture('codecarbon-3.0.8.csv').toString().replaceAll('\n', '\r\n')}`);
    expect(chooseImporter(null, file).format).toBe('codecarbon-csv');
  });

  it('is asked for where nothing fits, and corrected where the name is wrong', () => {
    const unknown = expect.objectContaining({ code: 'FORMAT_UNKNOWN' });
    expect(() => chooseImporter(null, Buffer.from('{"hello": "world"}'))).toThrow(unknown);
    expect(() => chooseImporter(null, Buffer.from(''))).toThrow(unknown);
    expect(() => chooseImporter('codecarbon', Buffer.from(''))).toThrow('did you mean "codecarbon-');
    expect(chooseImporter('zeus-csv', Buffer.from('')).format).toBe('zeus-csv');
  });

  it.each([null, 'codecarbon-csv'])(
    'is of no use where the file is wrapped: the way out is named (%s)',
    async (named) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(fixture('codecarbon-3.0.8.csv'))]), 'emissions.csv');
      const sent = Buffer.from(await new Response(form).arrayBuffer());
      expect(() => chooseImporter(named, sent)).toThrow('send the file itself, with `--data-binary @file`');
      const zip = Buffer.from('504b0304140000000800ffff', 'hex');
      expect(() => chooseImporter(named, zip)).toThrow('unpack it, or send it as gzip');
    },
  );
});

describe('every importer', () => {
  it.each(IMPORTERS.map((importer) => [importer.format, importer] as const))(
    '%s refuses garbage without throwing',
    async (_format, importer) => {
      const garbage = fc.uint8Array({ maxLength: 400 });
      const texts = fc.string({ maxLength: 400, unit: 'binary' }).map((text) => Buffer.from(text));
      const values = fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text));
      await fc.assert(
        fc.asyncProperty(fc.oneof(garbage, texts, values), async (bytes) => {
          expect(draftsOf(await readAll(importer, bytes))).toEqual([]);
        }),
        { numRuns: 20 },
      );
    },
  );

  it.each(FIXTURES)(
    '%s: a value that is out of its mind is refused or read, never a fault of ours',
    async (file, format) => {
      const importer = chooseImporter(format, Buffer.from(''));
      const text = fixture(file).toString();
      const values = [...text.matchAll(/(?<=[:,] ?"?)[^,:{}[\]"\n]+/g)].map((match) => match.index);
      const odd = fc.constantFrom(
        '1e300',
        '-1',
        '0',
        'NaN',
        '',
        'constructor',
        '__proto__',
        '9999-99-99T99:99:99',
        '{}',
        '"',
      );
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...values), odd, async (at, value) => {
          const changed = text.slice(0, at) + text.slice(at).replace(/^[^,:{}[\]"\n]+/, value);
          const records = await readAll(importer, changed, EVERYTHING);
          for (const draft of draftsOf(records))
            expect(draft.phases.every((phase) => phase.energyPerUnitJ > 0)).toBe(true);
        }),
        { numRuns: 30 },
      );
    },
  );

  it.each(FIXTURES)(
    '%s: stops reading where its caller stops, and hands on what its source throws',
    async (file, format) => {
      const importer = chooseImporter(format, Buffer.from(''));
      async function* broken() {
        yield fixture(file).subarray(0, 200);
        throw new Error('the client went away');
      }
      await expect(collect(importer.read(broken(), { sourceId: 'test' }))).rejects.toThrow(
        'the client went away',
      );
      for await (const record of importer.read(streamOf(fixture(file), 100), { sourceId: 'test' })) {
        expect(record).toBeDefined();
        break;
      }
    },
  );
});

describe('peeking', () => {
  it('gives the head and then the whole stream, whatever its size', async () => {
    for (const size of [0, 10, HEAD_BYTES, HEAD_BYTES * 3 + 7]) {
      const bytes = Buffer.alloc(size, 'abc');
      const { head, whole } = await peek(streamOf(bytes, 10_000));
      expect(Buffer.from(head)).toEqual(bytes.subarray(0, HEAD_BYTES));
      expect(Buffer.concat(await collect(whole))).toEqual(bytes);
    }
  });

  it('ends the last line of a file before the next', async () => {
    const joined = await collect(oneAfterAnother([streamOf('a\nb'), streamOf(''), streamOf('c\n')]));
    expect(Buffer.concat(joined).toString()).toBe('a\nb\nc\n');
  });
});

import { peek } from '../../../common/files/index.js';
import type { ByteStream } from '../../../common/files/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { ImportedRecord, Importer } from './importer.js';
import { at, isFields, type Fields } from './shared/fields.js';
import { jsonRecords, parseJson, requireFields } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';
import { linesOf, type Line } from './shared/lines.js';
import { outcome, Rejection, rejected } from './shared/rejection.js';
import { decodeUtf8 } from './shared/utf8.js';
import { runFromWire } from './wattfactor/wire.js';

/** Runs as `POST /v1/runs` takes them: one, an array, `{ items: [...] }`, or one a line (NDJSON) without a limit. */
export const wattfactorJson: Importer = {
  format: 'wattfactor-json',
  title: 'Wattfactor runs as JSON or NDJSON',

  detect(head) {
    const shape = jsonShape(head);
    const keys = (prefix: string) => ({
      required: [`${prefix}phases`, `${prefix}phases.phase`, `${prefix}task`],
      typical: ['model', 'scope', 'energyMethod', 'phases.unit'].map((key) => prefix + key),
    });
    return Math.max(fitOf(shape, keys('')), fitOf(shape, keys('items.')));
  },

  async *read(source, defaults) {
    const { head, whole } = await peek(source);
    if (isNdjson(Buffer.from(head).toString('latin1'))) {
      yield* readLines(whole, defaults);
      return;
    }
    yield* jsonRecords(whole, (record, row) => runFromWire(record, row, defaults), itemsOfPage);
  },
};

/** A first line that is a whole object, with another line after it or not. */
function isNdjson(head: string): boolean {
  const line = head.replace(/^\u00ef\u00bb\u00bf/, '').split('\n', 1)[0] ?? '';
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) && !Array.isArray(at(value, 'items'));
  } catch {
    return false;
  }
}

function itemsOfPage(value: unknown): unknown {
  return isFields(value) && Array.isArray(at(value, 'items')) ? at(value, 'items') : value;
}

async function* readLines(source: ByteStream, defaults: ImportDefaults): AsyncGenerator<ImportedRecord> {
  let row = 0;
  for await (const line of linesOf(source)) {
    if (line.bytes !== null && line.bytes.every(isSpace)) continue;
    row += 1;
    yield readLine(line, row, defaults);
  }
}

function readLine(line: Line, row: number, defaults: ImportDefaults): ImportedRecord {
  let record: Fields;
  try {
    if (line.bytes === null) throw new Rejection('ROW_UNREADABLE', `line ${line.number} is too long`);
    const text = decodeUtf8(line.bytes, `line ${line.number}`);
    record = requireFields(parseJson(text, `line ${line.number}`));
  } catch (error) {
    return rejected(row, null, error);
  }
  return outcome(row, record, () => runFromWire(record, row, defaults));
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

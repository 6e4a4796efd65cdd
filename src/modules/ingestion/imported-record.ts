import type { FieldError } from '../../core/errors/index.js';
import type { ImportedRecord, RecordError } from './importers/index.js';
import type { IncomingRecord } from './incoming.js';
import { onTheWire } from './wire-names.js';

/** What an importer made of a record, for the one way in. */
export const incoming = (record: ImportedRecord): IncomingRecord =>
  'draft' in record ? record : { raw: record.raw, problems: [problemOf(record.error)] };

export const problemOf = ({ code, field = '', message }: RecordError): FieldError =>
  onTheWire({ code, field, message });

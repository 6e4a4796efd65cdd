import type { Importer } from './importer.js';
import { readEntry } from './codecarbon/entry.js';
import { toDraft } from './codecarbon/run.js';
import { jsonRecords } from './shared/json-file.js';
import { fitOf, jsonShape } from './shared/json-keys.js';

/** The body that CodeCarbon posts to `emissions_endpoint` when a run stops: a CSV row as JSON, and `user`. */
export const codecarbonHook: Importer = {
  format: 'codecarbon-json',
  title: 'CodeCarbon JSON hook (`emissions_endpoint`)',

  detect: (head) =>
    fitOf(jsonShape(head), {
      required: ['energy_consumed', 'emissions', 'duration'],
      typical: ['timestamp', 'project_name', 'run_id', 'cpu_energy', 'ram_energy', 'country_iso_code'],
    }),

  read: (source, defaults) =>
    jsonRecords(source, (record, row) =>
      toDraft({ whole: readEntry(row, record, defaults.pue), tasks: [] }, defaults),
    ),
};

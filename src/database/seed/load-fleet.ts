import type { EntityManager } from 'typeorm';
import { GRAMS_PER_KG } from '../../core/quantity/index.js';
import { upsert } from '../rows.js';
import type { Row } from '../rows.js';
import type { DataFolder } from './data-folder.js';
import { flag, integer, number, required, requiredNumber, text } from './sources/source-mapping.js';
import type { Row as CsvRow } from './sources/source-mapping.js';

/** kgCO2e to make hardware. */
export async function loadEmbodiedFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const rows = await folder.csv('embodied.csv');
  await upsert(manager, 'embodied_item', ['id'], rows.map(embodiedRow));
  return `${rows.length} items of hardware`;
}

function embodiedRow(row: CsvRow): Row {
  const at = `embodied ${row['embodied_id']}`;
  return {
    id: required(row, 'embodied_id', at),
    item: required(row, 'item', at),
    part: required(row, 'part', at),
    kgCo2e: requiredNumber(row, 'kg_co2e', at),
    boundary: required(row, 'boundary', at),
    lifetimeYears: number(row, 'lifetime_years', at),
    year: integer(row, 'year', at),
    source: required(row, 'source', at),
    secondHand: flag(row, 'second_hand', at),
    note: text(row, 'note'),
  };
}

/** Everyday things, each in kWh or in kgCO2e for one. */
export async function loadEquivalencesFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const rows = await folder.csv('equivalences.csv');
  await upsert(manager, 'equivalence', ['id'], rows.map(equivalenceRow));
  return `${rows.length} equivalences`;
}

function equivalenceRow(row: CsvRow): Row {
  const at = `equivalence ${row['equivalence_id']}`;
  const unit = required(row, 'unit', at);
  const value = requiredNumber(row, 'unit_value', at);
  return {
    id: required(row, 'equivalence_id', at),
    name: required(row, 'equivalence', at),
    quantity: required(row, 'quantity', at),
    perOne: unit.startsWith('g') ? value / GRAMS_PER_KG : value,
    unit: unit.startsWith('g') ? `k${unit}` : unit,
    status: required(row, 'status', at),
    basis: required(row, 'basis', at),
    vintage: required(row, 'vintage', at),
    source: required(row, 'source', at),
    secondHand: flag(row, 'second_hand', at),
    note: text(row, 'note'),
  };
}

/** Ratios of production to measurement, and which measured tasks stand beside one at batch 1. */
export async function loadProductionFolder(manager: EntityManager, folder: DataFolder): Promise<string> {
  const scenarios = await folder.csv('scenarios.csv');
  const alternatives = await folder.csv('alternatives.csv');
  await upsert(manager, 'production_scenario', ['id'], scenarios.map(scenarioRow));
  await upsert(
    manager,
    'production_alternative',
    ['task', 'alternative_task'],
    alternatives.map(alternativeRow),
  );
  return `${scenarios.length} production scenarios`;
}

function scenarioRow(row: CsvRow): Row {
  const at = `production scenario ${row['scenario_id']}`;
  return {
    id: required(row, 'scenario_id', at),
    kind: required(row, 'kind', at),
    name: required(row, 'name', at),
    central: requiredNumber(row, 'central', at),
    low: number(row, 'low', at),
    high: number(row, 'high', at),
    pairs: integer(row, 'pairs', at),
    measuredFrom: required(row, 'measured_from', at),
    measuredTo: required(row, 'measured_to', at),
    per: required(row, 'per', at),
    source: required(row, 'source', at),
    year: integer(row, 'year', at),
    confidence: required(row, 'confidence', at),
    secondHand: flag(row, 'second_hand', at),
    note: text(row, 'note'),
  };
}

function alternativeRow(row: CsvRow): Row {
  const at = `alternative of ${row['task']}`;
  return {
    task: required(row, 'task', at),
    alternativeTask: required(row, 'alternative_task', at),
    reason: required(row, 'reason', at),
  };
}

/** Table 5 of the study: what training took, and the inferences to parity as printed. */
export async function loadTrainingTable(manager: EntityManager, folder: DataFolder): Promise<string> {
  const rows = await folder.csv('published-table5.csv');
  await upsert(manager, 'training_energy', ['model_id'], rows.map(trainingRow));
  return `${rows.length} training energies`;
}

function trainingRow(row: CsvRow): Row {
  const at = `training energy of ${row['model_id']}`;
  return {
    modelId: required(row, 'model_id', at),
    trainingKwh: requiredNumber(row, 'training_kwh', at),
    fineTuningKwh: requiredNumber(row, 'fine_tuning_kwh', at),
    inferenceKwhPrinted: requiredNumber(row, 'energy_per_inference_kwh', at),
    parityPrinted: requiredNumber(row, 'inferences_to_parity_as_printed', at),
    source: required(row, 'source', at),
    year: integer(row, 'year', at),
    note: text(row, 'note'),
  };
}

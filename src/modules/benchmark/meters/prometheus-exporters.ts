import type { Component } from '../../../core/benchmark/index.js';
import type { CounterValue } from './counters.js';
import type { PrometheusSample } from './prometheus-text.js';

/** How an exporter names its energy counters. */
interface ExporterKind {
  readonly name: string;
  /** Counters to sum, each part of the machine once; empty where the page is not this exporter's. */
  countersOf(samples: readonly PrometheusSample[], gpus: readonly number[] | null): CounterValue[];
}

const counter = (id: string, component: Component, value: number, joulesPerUnit: number): CounterValue => ({
  id,
  component,
  value,
  joulesPerUnit,
  wrapsAt: null,
});

/**
 * NVIDIA's DCGM exporter: millijoules per GPU. Where a GPU is split, each slice repeats the count of the whole,
 * so a GPU is taken once by its UUID.
 */
const dcgm: ExporterKind = {
  name: 'dcgm',
  countersOf(samples, gpus) {
    const wanted = samples
      .filter(({ name }) => name === 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION')
      .filter(({ labels }) => gpus === null || gpus.includes(Number(labels['gpu'])));
    const byGpu = new Map(
      wanted.map((sample) => [sample.labels['UUID'] ?? sample.labels['gpu'] ?? '', sample]),
    );
    return [...byGpu].map(([id, { value }]) => counter(id, 'gpu', value, 1e-3));
  },
};

/** Kepler 0.10 and later: joules per RAPL zone. Core and uncore lie within package and psys overlaps all. */
const kepler: ExporterKind = {
  name: 'kepler',
  countersOf(samples) {
    return samples
      .filter(({ name }) => name === 'kepler_node_cpu_joules_total')
      .flatMap(({ labels, value }) => {
        const zone = labels['zone'] ?? '';
        const component = /^package/.test(zone) ? 'cpu' : /^dram/.test(zone) ? 'dram' : null;
        const id = [zone, labels['index'], labels['path']].filter(Boolean).join(' ');
        return component === null ? [] : [counter(id, component, value, 1)];
      });
  },
};

/** Scaphandre: microjoules of the host, which hold those of its sockets and domains. */
const scaphandre: ExporterKind = {
  name: 'scaphandre',
  countersOf(samples) {
    return samples
      .filter(({ name }) => name === 'scaph_host_energy_microjoules')
      .slice(0, 1)
      .map(({ value }) => counter('host', 'node', value, 1e-6));
  },
};

const EXPORTERS: readonly ExporterKind[] = [dcgm, kepler, scaphandre];

/** The energy counters of a metrics page and whose they are; null where it has none that is known. */
export function energyCounters(
  samples: readonly PrometheusSample[],
  gpus: readonly number[] | null,
): { readonly exporter: string; readonly counters: CounterValue[] } | null {
  for (const exporter of EXPORTERS) {
    const counters = exporter.countersOf(samples, gpus);
    if (counters.length > 0) return { exporter: exporter.name, counters };
  }
  return null;
}

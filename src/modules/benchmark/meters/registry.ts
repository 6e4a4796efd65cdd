import { AmdMeter } from './amd.meter.js';
import { CpuModelMeter } from './cpu-model.meter.js';
import type { MeterKind } from './meter.js';
import { NoMeter } from './none.meter.js';
import { NvidiaSmiMeter } from './nvidia-smi.meter.js';
import { NvmlMeter } from './nvml.meter.js';
import { PrometheusMeter } from './prometheus.meter.js';
import { RamModelMeter } from './ram-model.meter.js';
import { RaplMeter } from './rapl.meter.js';

/** Every meter, best first: of two that cover the same part, the earlier is chosen. */
export const METERS: readonly MeterKind[] = [
  { name: 'rapl', summary: 'CPU and DRAM energy counters', create: (o) => new RaplMeter(o) },
  { name: 'nvml', summary: 'NVIDIA GPU energy counters', create: (o) => new NvmlMeter(o) },
  {
    name: 'prometheus',
    summary: 'counters of DCGM, Kepler or Scaphandre',
    create: (o) => new PrometheusMeter(o),
  },
  { name: 'nvidia-smi', summary: 'NVIDIA GPU power, sampled', create: (o) => new NvidiaSmiMeter(o) },
  { name: 'amd', summary: 'AMD GPU power, sampled', create: (o) => new AmdMeter(o) },
  { name: 'cpu-tdp-model', summary: 'CPU time × TDP, an estimate', create: (o) => new CpuModelMeter(o) },
  { name: 'ram-model', summary: 'memory size × constant, an estimate', create: (o) => new RamModelMeter(o) },
  { name: 'none', summary: 'time only', create: (o) => new NoMeter(o) },
];

import { availableParallelism, cpus } from 'node:os';
import {
  CPU_MODEL_UNCERTAINTY,
  cpuModelEnergyJ,
  WATTS_PER_LOGICAL_CPU,
  type MeterWarning,
} from '../../../core/benchmark/index.js';
import { meterLost, unavailable, type Availability, type Measurement, type Meter } from './meter.js';
import type { MeterOptions } from './options.js';
import { MeasuredWindow, readingOf } from './window.js';
import { workloadTime } from './workload-time.js';

/**
 * Processor time of the workload × thermal design power: an estimate for machines without counters. Child
 * processes count; the idle share of the package, clock and voltage do not.
 */
export class CpuModelMeter implements Meter {
  readonly name = 'cpu-tdp-model';

  constructor(private readonly options: MeterOptions) {}

  async probe(): Promise<Availability> {
    const time = await workloadTime(this.options);
    if (time === null) {
      return unavailable(
        'the workload’s processor time cannot be read',
        'Name a process or a cgroup that exists',
      );
    }
    const source =
      this.options.cpuTdpW === null ? 'TDP assumed, give it in WATTFACTOR_CPU_TDP_W' : 'TDP as given';
    const details = `${this.tdpW().toFixed(0)} W over ${logicalCpus()} logical processors (${source})`;
    return {
      available: true,
      sees: [this.ownProcesses() ? 'own-processes' : 'this-machine'],
      components: ['cpu'],
      details,
      periodS: time.stepS,
    };
  }

  async start(): Promise<Measurement> {
    const window = await MeasuredWindow.open(this.options);
    return {
      stop: async () => {
        const summary = await window.close();
        if (summary.workload === null)
          throw meterLost(this.name, 'the workload ended before its time was read');
        const { cpuTimeS, stepS, withChildren } = summary.workload;
        const energyOf = (timeS: number): number =>
          cpuModelEnergyJ({ cpuTimeS: timeS, tdpW: this.tdpW(), logicalCpus: logicalCpus() });
        return readingOf(summary, {
          meter: this.name,
          components: [
            {
              component: 'cpu',
              meter: this.name,
              method: 'model',
              quality: 'estimated',
              energyJ: energyOf(cpuTimeS),
              resolutionJ: energyOf(stepS),
            },
          ],
          samples: 2,
          largestGapS: summary.durationS,
          uncertainty: this.options.cpuTdpW === null ? null : CPU_MODEL_UNCERTAINTY,
          warnings: this.warnings(withChildren),
        });
      },
    };
  }

  private ownProcesses(): boolean {
    const { workload } = this.options;
    return 'pid' in workload && workload.pid === process.pid;
  }

  private tdpW(): number {
    return this.options.cpuTdpW ?? WATTS_PER_LOGICAL_CPU * logicalCpus();
  }

  private warnings(withChildren: boolean): MeterWarning[] {
    const assumed = `the TDP is not known: ${WATTS_PER_LOGICAL_CPU} W per logical processor is assumed`;
    return [
      ...(this.options.cpuTdpW === null ? [{ code: 'tdp-assumed', message: assumed }] : []),
      ...(withChildren
        ? []
        : [{ code: 'children-not-metered', message: 'child processes are not in the time' }]),
    ];
  }
}

/** Processors of the machine, not those that this process may use: the package's power is shared by all. */
const logicalCpus = (): number => cpus().length || availableParallelism();

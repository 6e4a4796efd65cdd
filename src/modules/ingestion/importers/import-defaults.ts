import type { EnergyScope, FunctionalUnit } from '../../../core/run/index.js';

/** A meter's reading that comes beside a file without energy. Energies in joules; unknown is null. */
export interface EnergyReading {
  readonly totalJ: number;
  readonly gpuJ: number | null;
  readonly cpuJ: number | null;
  readonly ramJ: number | null;
  readonly durationS: number | null;
  readonly energyScope: EnergyScope;
  /** How the energy was metered, such as `rapl` or `power-analyzer`. */
  readonly energyMethod: string;
  /** False for an energy that was modelled. */
  readonly measured: boolean;
  readonly meterTool: string | null;
  readonly meterVersion: string | null;
}

/**
 * What a request says about a file where the file itself does not. What the file says wins, but for
 * `energyMethod` and `measured`: only the uploader knows how a tool's meter was set up.
 */
export interface ImportDefaults {
  readonly sourceId: string;
  readonly sourceVersion?: string;
  readonly licence?: string;
  readonly fileName?: string;

  readonly task?: string;
  readonly dataset?: string;
  readonly model?: string;
  /** CodeCarbon: the project name is the model. */
  readonly modelFromProject?: boolean;
  readonly zeroShot?: boolean;
  readonly inputVariant?: string;
  readonly cohort?: string;
  readonly parameters?: number;
  readonly weightPrecision?: string;
  readonly engine?: string;
  /** The functional unit that `inferences` counts; `inference` where absent. */
  readonly unit?: FunctionalUnit;
  /** Units of work behind each record's energy. */
  readonly inferences?: number;

  readonly gpuModel?: string;
  /** 0 for a machine without GPUs. */
  readonly gpuCount?: number;
  readonly gpusActive?: number;
  readonly nodes?: number;
  readonly cpuModel?: string;
  readonly ramGb?: number;
  readonly parallelism?: string;
  /** ISO 3166-1 alpha-3. */
  readonly country?: string;
  readonly region?: string;

  readonly batchSize?: number;
  readonly outputTokensPerUnit?: number;
  readonly scenario?: string;

  readonly energyMethod?: string;
  readonly measured?: boolean;
  readonly reading?: EnergyReading;
  /** The power usage effectiveness that CodeCarbon was told, for its task files, which do not log it. */
  readonly pue?: number;
  /** CodeCarbon: the name of the task that answers queries, where it does not say so itself. */
  readonly queryTask?: string;
  /** CodeCarbon: the name of the task that loads the model. */
  readonly loadTask?: string;
  /** MLPerf: the metered window in UTC, where no detail log gives it. */
  readonly powerWindow?: { readonly begin: string; readonly end: string };
}

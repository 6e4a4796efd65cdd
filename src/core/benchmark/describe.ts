/** What ran: enough to run the same thing again. */
export interface ModelDescription {
  readonly executor: string;
  readonly task: string;
  readonly modelId: string;
  /** Pinned revision or package version. */
  readonly revision: string | null;
  /** SHA-256 of the weights' bytes, hexadecimal. */
  readonly weightsSha256: string | null;
  readonly weightPrecision: string | null;
  readonly parameters: number | null;
  /** The runtime and its version, such as `onnxruntime-node 1.22.0`. */
  readonly engine: string | null;
  readonly libraries: Readonly<Record<string, string>>;
  /** Threads of the inference, where they are fixed. */
  readonly threads: number | null;
  /** Weights are random: the shape is real and the answers are not. Never a factor of the model it resembles. */
  readonly synthetic: boolean;
}

export interface GpuDescription {
  readonly name: string;
  readonly uuid: string;
}

/** The machine and the service that measured. Unknown is null. */
export interface Environment {
  readonly cpuModel: string | null;
  readonly logicalCpus: number;
  readonly ramBytes: number;
  readonly gpus: readonly GpuDescription[];
  readonly gpuDriver: string | null;
  readonly os: string;
  readonly node: string;
  /** Processor frequency governor, such as `performance`. */
  readonly governor: string | null;
  readonly serviceVersion: string;
  /** Git revision of the service. */
  readonly serviceRevision: string | null;
}

/** The inputs that were run, by content. */
export interface InputsDescription {
  readonly dataset: string;
  /** The form of the inputs where there are several, such as `bodies, first 2000 characters`. */
  readonly variant: string | null;
  readonly licence: string | null;
  readonly rows: number;
  readonly sha256: string;
}

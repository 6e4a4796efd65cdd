/** Return codes of NVML that mean something here (nvml.h, `nvmlReturn_t`). */
const NOT_SUPPORTED = 3;
const NO_PERMISSION = 4;

const UUID_BYTES = 96;

export interface NvmlGpu {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  /** Millijoules since the driver was loaded; null where the GPU has no such counter. */
  energyMj(): number | null;
}

export interface Nvml {
  readonly driver: string;
  readonly gpus: readonly NvmlGpu[];
  close(): void;
}

export class NvmlError extends Error {
  override readonly name = 'NvmlError';

  constructor(
    call: string,
    readonly rc: number,
  ) {
    super(`${call} answered ${rc}${rc === NO_PERMISSION ? ' (no permission)' : ''}`);
  }
}

/**
 * NVIDIA's management library by foreign function calls; it comes with the driver. koffi is loaded here and not
 * before, since most machines have no use for it.
 *
 * @throws Error where the library is not there, NvmlError where it does not answer.
 */
export async function openNvml(path: string): Promise<Nvml> {
  const { default: koffi } = await import('koffi');
  const library = koffi.load(path);
  const call = {
    init: library.func('int nvmlInit_v2()'),
    shutdown: library.func('int nvmlShutdown()'),
    driver: library.func('int nvmlSystemGetDriverVersion(void *version, unsigned int length)'),
    count: library.func('int nvmlDeviceGetCount_v2(_Out_ unsigned int *count)'),
    handle: library.func('int nvmlDeviceGetHandleByIndex_v2(unsigned int index, _Out_ void **device)'),
    uuid: library.func('int nvmlDeviceGetUUID(void *device, void *uuid, unsigned int length)'),
    name: library.func('int nvmlDeviceGetName(void *device, void *name, unsigned int length)'),
    energy: library.func('int nvmlDeviceGetTotalEnergyConsumption(void *device, _Out_ uint64_t *energy)'),
  };
  check('nvmlInit_v2', call.init() as number);

  const text = (name: 'uuid' | 'name', device: unknown): string => {
    const buffer = Buffer.alloc(UUID_BYTES);
    check(`nvmlDeviceGet ${name}`, call[name](device, buffer, buffer.length) as number);
    return cString(buffer);
  };
  const gpuAt = (index: number): NvmlGpu => {
    const out: unknown[] = [null];
    check('nvmlDeviceGetHandleByIndex_v2', call.handle(index, out) as number);
    const device = out[0];
    return {
      index,
      uuid: text('uuid', device),
      name: text('name', device),
      energyMj: () => energyOf(device),
    };
  };
  const energyOf = (device: unknown): number | null => {
    const out: (number | bigint)[] = [0];
    const rc = call.energy(device, out) as number;
    if (rc === NOT_SUPPORTED) return null;
    check('nvmlDeviceGetTotalEnergyConsumption', rc);
    return Number(out[0]);
  };

  const count: number[] = [0];
  check('nvmlDeviceGetCount_v2', call.count(count) as number);
  const version = Buffer.alloc(UUID_BYTES);
  check('nvmlSystemGetDriverVersion', call.driver(version, version.length) as number);
  return {
    driver: cString(version),
    gpus: Array.from({ length: count[0] ?? 0 }, (_, index) => gpuAt(index)),
    close: () => void call.shutdown(),
  };
}

function check(call: string, rc: number): void {
  if (rc !== 0) throw new NvmlError(call, rc);
}

function cString(buffer: Buffer): string {
  const end = buffer.indexOf(0);
  return buffer.toString('utf8', 0, end < 0 ? buffer.length : end);
}

/** Room for 1,024 processors, as glibc's `cpu_set_t` has. */
const MASK_BYTES = 128;

/** The processors that this thread may run on. Threads and processes that it starts from then on inherit them. */
export interface Affinity {
  get(): number[];
  /** @throws Error where the system refuses. */
  set(cpus: readonly number[]): void;
}

/** By `sched_setaffinity(2)`; null where the system has no such call. */
export async function affinityOfThisThread(): Promise<Affinity | null> {
  if (process.platform !== 'linux') return null;
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    const read = library.func('int sched_getaffinity(int pid, size_t size, _Out_ uint8_t *mask)');
    const write = library.func('int sched_setaffinity(int pid, size_t size, const uint8_t *mask)');
    const get = (): number[] => {
      const mask = Buffer.alloc(MASK_BYTES);
      check('sched_getaffinity', read(0, mask.length, mask) as number);
      return cpusIn(mask);
    };
    get();
    return { get, set: (cpus) => check('sched_setaffinity', write(0, MASK_BYTES, maskOf(cpus)) as number) };
  } catch {
    return null;
  }
}

function check(call: string, rc: number): void {
  if (rc !== 0) throw new Error(`${call} answered ${rc}`);
}

function maskOf(cpus: readonly number[]): Buffer {
  const mask = Buffer.alloc(MASK_BYTES);
  for (const cpu of cpus) mask.writeUInt8(mask.readUInt8(cpu >> 3) | (1 << (cpu & 7)), cpu >> 3);
  return mask;
}

const cpusIn = (mask: Buffer): number[] =>
  [...mask].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bit) => (byte & (1 << bit) ? [8 * at + bit] : [])),
  );

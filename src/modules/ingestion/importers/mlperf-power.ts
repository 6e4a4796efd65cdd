import type { RunDraft } from '../../../core/run/index.js';
import type { ImportDefaults } from './import-defaults.js';
import type { ByteStream } from '../../../common/files/index.js';
import type { Importer } from './importer.js';
import { emptyLogs, isSample, readLogLine, readSample, windowOf, type MlperfLogs } from './mlperf/logs.js';
import { PowerIntegral } from './mlperf/power-integral.js';
import { composeDraft, unitCountOf, unitOf } from './shared/draft.js';
import { phaseOf } from './shared/energy.js';
import { linesOf } from './shared/lines.js';
import { outcome, Rejection, rejected } from './shared/rejection.js';
import { decodeUtf8 } from './shared/utf8.js';

/**
 * A power run of MLPerf Inference: `mlperf_log_summary.txt` and `mlperf_log_detail.txt`, then `spl.txt`,
 * one after another in one file. Wall power of the whole system, times in UTC.
 */
export const mlperfPower: Importer = {
  format: 'mlperf-power',
  title: 'MLPerf Inference power run (summary, detail and spl.txt one after another)',

  detect(head) {
    if (/^Time,\d\d-\d\d-\d{4} [\d:.]+,Watts,/m.test(head)) return 0.95;
    return /^(:::MLLOG |SUT name\s*:)/m.test(head) ? 0.9 : 0;
  },

  async *read(source, defaults) {
    try {
      const { logs, power } = await readFiles(source, defaults);
      const raw = { ...logs };
      yield outcome(1, raw, () => toDraft(logs, power, defaults));
    } catch (error) {
      yield rejected(1, null, error);
    }
  },
};

interface PowerRun {
  readonly logs: MlperfLogs;
  readonly power: PowerIntegral | null;
}

async function readFiles(source: ByteStream, defaults: ImportDefaults): Promise<PowerRun> {
  const logs = emptyLogs();
  logs.begin = defaults.powerWindow?.begin ?? null;
  logs.end = defaults.powerWindow?.end ?? null;
  let power: PowerIntegral | null = null;
  for await (const { number, bytes } of linesOf(source)) {
    if (bytes === null) throw new Rejection('ROW_UNREADABLE', `line ${number} is too long`);
    const line = decodeUtf8(bytes, `line ${number}`);
    if (isSample(line)) {
      power ??= new PowerIntegral(requireWindow(logs));
      power.add(readSample(line, number));
    } else readLogLine(line, logs);
  }
  return { logs, power };
}

function requireWindow(logs: MlperfLogs): { beginMs: number; endMs: number } {
  const window = windowOf(logs);
  if (window !== null) return window;
  throw new Rejection(
    'DEFAULT_MISSING',
    'power_begin and power_end must be known before the samples: put mlperf_log_detail.txt before spl.txt, or give `powerWindow`',
    'powerWindow',
  );
}

function toDraft(logs: MlperfLogs, power: PowerIntegral | null, defaults: ImportDefaults): RunDraft {
  if (power === null) throw new Rejection('NO_ENERGY', 'the samples of power (spl.txt) are not there');
  if (logs.valid === false)
    throw new Rejection('RUN_FAILED', 'loadgen calls the result INVALID', 'Result is');
  if (logs.mode !== null && /accuracy/i.test(logs.mode)) {
    throw new Rejection('RUN_FAILED', 'an accuracy run is no performance run', 'Mode');
  }
  const energy = { totalJ: power.total(), gpuJ: null, cpuJ: null, ramJ: null, durationS: power.durationS };
  const samples = unitCountOf(samplesOf(logs), defaults);
  return composeDraft(
    {
      row: 1,
      runId: null,
      content: { ...logs, ...energy },
      measuredAt: new Date(windowOf(logs)?.beginMs ?? Number.NaN).toISOString(),
      meter: {
        energyScope: 'system-wall',
        energyMethod: 'power-analyzer-ptdaemon',
        measured: true,
        meterTool: 'ptdaemon',
        meterVersion: null,
      },
      loadShape: {
        scenario: logs.scenario,
        latencyS: logs.meanLatencyS,
        throughputUnitsPerS: logs.throughput,
      },
      phases: [phaseOf('query', unitOf('sample', defaults), samples, energy)],
      flags: power.hasGap ? ['power-sample-gap'] : [],
    },
    defaults,
  );
}

/** A query is one sample in these scenarios; Offline and MultiStream put many into one. */
function samplesOf(logs: MlperfLogs): number | null {
  return /^(SingleStream|Server)$/i.test(logs.scenario?.replace(/\s+/g, '') ?? '') ? logs.queries : null;
}

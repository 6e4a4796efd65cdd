// Compares the two NVIDIA meters on the same load: node bench/nvml-vs-nvidia-smi.mjs [--runs 3] [--idle 10] -- COMMAND …
// The command is run under both meters at once; each run prints both readings, their resolutions and the difference.
// Without a command the idle GPU is metered. Needs a build (npm run build) and an NVIDIA GPU. Ends with 2 where a meter
// is not available.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chooseMeter, meterOptions } from '../dist/src/modules/benchmark/meters/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    idle: { type: 'string', default: '10' },
    period: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
});
const [program, ...args] = positionals;
const options = meterOptions(process.env, { powerPeriodMs: Number(values.period) });
const meters = await Promise.all(['nvidia-smi', 'nvml'].map((name) => chooseMeter([name], options)));

for (const meter of meters) {
  const found = await meter.probe();
  console.error(
    `${meter.name}: ${found.available ? `${found.details}; period ${found.periodS} s` : `${found.reason}. ${found.remedy}`}`,
  );
  if (!found.available) process.exit(2);
}

/** Runs something under both meters at once; nvidia-smi, which takes long to start, first. */
async function compare(label, load) {
  const started = [];
  for (const meter of meters) started.push(await meter.start());
  let readings;
  try {
    await load();
  } finally {
    readings = await Promise.all(started.map((measurement) => measurement.stop()));
  }
  const rows = readings.map((reading) => {
    const gpu = reading.components.find(({ component }) => component === 'gpu');
    return {
      meter: reading.meter,
      energyJ: gpu.energyJ,
      resolutionJ: gpu.resolutionJ,
      meanPowerW: gpu.energyJ / reading.durationS,
      durationS: reading.durationS,
      samples: reading.samples,
      largestGapS: reading.largestGapS,
      uncertainty: reading.uncertainty,
      warnings: reading.warnings.map(({ code }) => code).join(' '),
    };
  });
  // The windows differ by the milliseconds it takes to start two meters, so powers are compared, not joules.
  const [sampled, counter] = rows;
  const difference = sampled.meanPowerW / counter.meanPowerW - 1;
  return { label, rows, difference, counterResolution: counter.resolutionJ / counter.energyJ };
}

async function run() {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}

const results = [];
if (Number(values.idle) > 0) results.push(await compare('idle', () => sleep(Number(values.idle) * 1000)));
for (let n = 1; program && n <= Number(values.runs); n += 1) results.push(await compare(`run ${n}`, run));

if (values.json) console.log(JSON.stringify(results, null, 2));
else
  for (const { label, rows, difference, counterResolution } of results) {
    console.log(
      `\n${label}: nvidia-smi ${(100 * difference).toFixed(2)} % against the counter, whose resolution is ${(100 * counterResolution).toFixed(3)} % of the reading`,
    );
    console.table(
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [
            key,
            typeof value === 'number' ? Number(value.toPrecision(5)) : value,
          ]),
        ),
      ),
    );
  }

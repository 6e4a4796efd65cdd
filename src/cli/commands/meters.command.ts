import type { Command } from 'commander';
import {
  chooseMeter,
  EXECUTORS,
  meterOptions,
  probeMeters,
  type ProbedMeter,
} from '../../modules/benchmark/index.js';

/** `wattfactor meters` */
export function addMeters(program: Command): void {
  program
    .command('meters')
    .description('which energy meters and executors this machine has, and why the others cannot be used')
    .option('--json', 'as JSON')
    .action(meters);
}

async function meters({ json }: { json?: boolean }): Promise<void> {
  const options = meterOptions();
  const probed = await probeMeters(options);
  const chosen = (await chooseMeter([], options)).name;
  const executors = await Promise.all(
    EXECUTORS.map(async ({ name, summary, probe }) => ({ name, summary, availability: await probe() })),
  );
  if (json) {
    console.log(JSON.stringify({ meters: probed, executors, chosen }, null, 2));
    return;
  }
  console.log('Meters');
  for (const meter of probed) print(meter, componentsOf(meter));
  console.log('\nExecutors');
  for (const executor of executors) print(executor, '');
  console.log(`\nA benchmark here uses ${chosen} unless told otherwise.`);
}

type Listed = Pick<ProbedMeter, 'name' | 'summary'> & {
  readonly availability:
    | { readonly available: true; readonly details: string }
    | { readonly available: false; readonly reason: string; readonly remedy: string };
};

function print({ name, summary, availability }: Listed, of: string): void {
  console.log(`  ${availability.available ? 'yes' : 'no '}  ${name.padEnd(14)} ${summary}`);
  if (availability.available) {
    console.log(`       ${of}${availability.details}`);
    return;
  }
  console.log(`       why: ${availability.reason}`);
  console.log(`       way out: ${availability.remedy}`);
}

function componentsOf({ availability }: ProbedMeter): string {
  if (!availability.available || availability.components.length === 0) return '';
  const period =
    availability.periodS === null ? '' : ` every ${Number(availability.periodS.toPrecision(2))} s`;
  return `${availability.components.join(', ')}${period}: `;
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_METER_OPTIONS } from './options.js';
import { energyCounters } from './prometheus-exporters.js';
import { PrometheusMeter } from './prometheus.meter.js';
import { parsePrometheusText } from './prometheus-text.js';

const joules = (page: string): unknown =>
  energyCounters(parsePrometheusText(page), null)?.counters.map((c) => [
    c.component,
    c.value * c.joulesPerUnit,
  ]);

describe('what exporters serve', () => {
  it('DCGM: millijoules, each GPU once though every slice repeats it', () => {
    const page = `# HELP DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION Total energy
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-a",modelName="X"} 1500 1700000000000
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-a",GPU_I_ID="1"} 1500
DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="1",UUID="GPU-b"} 2.5e3
DCGM_FI_DEV_POWER_USAGE{gpu="0"} 61`;
    expect(joules(page)).toEqual([
      ['gpu', 1.5],
      ['gpu', 2.5],
    ]);
  });

  it('Kepler: package and dram of each socket; core, uncore and psys overlap them', () => {
    const page = ['package', 'core', 'uncore', 'dram', 'psys']
      .map((zone, i) => `kepler_node_cpu_joules_total{zone="${zone}",path="/x/${i}"} ${10 * (i + 1)}`)
      .join('\n');
    expect(joules(page)).toEqual([
      ['cpu', 10],
      ['dram', 40],
    ]);
  });

  it('Scaphandre: microjoules of the host, not those of its parts as well', () => {
    const page = `scaph_host_energy_microjoules 5000000
scaph_socket_energy_microjoules{socket_id="0"} 4000000`;
    expect(joules(page)).toEqual([['node', 5]]);
  });

  it('has nothing to say of another page, and labels may hold anything', () => {
    expect(joules('up 1\nnonsense{ 3')).toBeUndefined();
    expect(parsePrometheusText('a{x="1,\\"}\\n",y="z"} 7')[0]).toEqual({
      name: 'a',
      labels: { x: '1,"}\n', y: 'z' },
      value: 7,
    });
  });
});

/** With a server of our own in the exporter's place: this proves arithmetic and failures, not any accuracy. */
describe('a Prometheus exporter', () => {
  let server: Server;
  let url: string;
  let value: () => number;
  let status = 200;

  beforeAll(async () => {
    server = createServer((_, response) => {
      response.statusCode = status;
      response.end(`kepler_node_cpu_joules_total{zone="package"} ${value()}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  });
  beforeEach(() => (status = 200));
  afterAll(() => server.close());

  const meter = (): PrometheusMeter =>
    new PrometheusMeter({ ...DEFAULT_METER_OPTIONS, prometheusUrl: url, scrapePeriodMs: 20 });

  it('is an external measurement with the exporter’s own interval as its resolution', async () => {
    let joulesSoFar = 0;
    const timer = setInterval(() => (joulesSoFar += 10), 100);
    value = () => 1000 + joulesSoFar;
    const measurement = await meter().start();
    await sleep(800);
    const reading = await measurement.stop();
    clearInterval(timer);
    expect(reading).toMatchObject({
      meter: 'prometheus:kepler',
      quality: 'measured-external',
      method: 'counter',
    });
    const [cpu] = reading.components;
    expect(cpu?.energyJ).toBeGreaterThan(0);
    // One update is 10 J; scrapes may see two at once.
    expect(cpu?.resolutionJ).toBeGreaterThan(4);
    expect(reading.warnings.map(({ code }) => code)).toContain('below-resolution');
  });

  it('that starts anew in the middle spoils the reading', async () => {
    value = () => 5000;
    const measurement = await meter().start();
    value = () => 30;
    const reading = await measurement.stop();
    expect(reading.warnings.map(({ code }) => code)).toContain('counter-reset');
    expect(reading.components[0]?.energyJ).toBe(30);
  });

  it('that serves the same value for ever is stale', async () => {
    value = () => 5000;
    const measurement = await meter().start();
    await sleep(100);
    expect((await measurement.stop()).warnings.map(({ code }) => code)).toContain('stale-counter');
  });

  it('may miss a scrape, but not the last one', async () => {
    let served = 0;
    value = () => (served += 7);
    const measurement = await meter().start();
    status = 503;
    await sleep(400);
    status = 200;
    expect((await measurement.stop()).components[0]?.energyJ).toBeGreaterThan(0);
    const doomed = await meter().start();
    status = 503;
    await expect(doomed.stop()).rejects.toMatchObject({ code: 'METER_LOST' });
  });

  it('is explained where it is not named, not there, or not an exporter', async () => {
    const at = (prometheusUrl: string | null): PrometheusMeter =>
      new PrometheusMeter({ ...DEFAULT_METER_OPTIONS, prometheusUrl });
    expect(await at(null).probe()).toMatchObject({
      available: false,
      remedy: expect.stringContaining('PROMETHEUS_URL'),
    });
    expect(await at('http://127.0.0.1:1/').probe()).toMatchObject({ available: false });
    value = () => Number.NaN;
    expect(await at(url).probe()).toMatchObject({
      available: false,
      reason: expect.stringContaining('no energy counter'),
    });
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterSuite } from '../cleanup.js';

/** A fake DCGM exporter, whose counter goes on by a joule with every scrape. */
export async function fakeExporter() {
  let energyMj = 0;
  let healthy = true;
  const server = createServer((_request, response) => {
    energyMj += 1000;
    const page = `DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-0"} ${energyMj}\n`;
    response.writeHead(healthy ? 200 : 503).end(healthy ? page : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterSuite(async () => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  return { url, fail: () => (healthy = false), recover: () => (healthy = true) };
}

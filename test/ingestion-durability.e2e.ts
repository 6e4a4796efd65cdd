import { newHome } from './support/processes.js';
import type { Page } from './support/pages.js';
import { exampleRun, sendRuns } from './support/runs.js';
import { startService } from './support/service.js';
import type { RunDto } from '../src/modules/runs/run.dto.js';
import type { FactorDto } from '../src/modules/factors/factor.dto.js';

it('keeps every run that was answered with 201 when it is killed at once, and serves its factor', async () => {
  const home = await newHome();
  let service = await startService({ home });
  const [key = ''] = /wf_[0-9a-f]{12}_[0-9a-f]{64}/.exec(service.output()) ?? [];
  for (let kill = 0; kill < 3; kill += 1) {
    const source = `killed-${kill}`;
    const answered: string[] = [];
    // several are under way when the first is answered
    const sent = Array.from({ length: 6 }, async (_, index) => {
      const reply = await sendRuns(service, key, exampleRun(`r${index}`, { source }));
      if (reply.status === 201) answered.push(reply.body.records[0]?.runId ?? '');
    });
    await Promise.race(sent);
    await service.kill();
    await Promise.allSettled(sent);
    expect(answered.length).toBeGreaterThan(0);

    service = await startService({ home });
    for (const id of answered) expect((await service.get(`/v1/runs/${id}`)).status).toBe(200);
    // runs and statistics belong together, also those that nobody was told of
    const runs = await service.get<Page<RunDto>>(`/v1/runs?source=${source}`);
    const factors = await service.get<Page<FactorDto>>(`/v1/factors?source=${source}&level=measured-cell`);
    expect(factors.body.items[0]?.n.runs).toBe(runs.body.total);
  }
  await service.stop();
});

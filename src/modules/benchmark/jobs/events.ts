import type { MessageEvent } from '@nestjs/common';
import { endWith, ignoreElements, interval, map, merge, share, takeUntil, type Observable } from 'rxjs';
import type { BenchmarkDto } from './benchmark.dto.js';
import { isOver } from './watch.service.js';

/** Proxies close connections that are silent for a minute. */
const HEARTBEAT_MS = 15_000;

/** A watched job as server-sent events, with comments between so that the connection stays open. */
export async function toEvents(
  watch: (seen: number | null) => Promise<Observable<BenchmarkDto>>,
  lastEventId: string | undefined,
): Promise<Observable<MessageEvent>> {
  const seen = lastEventId !== undefined && /^\d{1,9}$/.test(lastEventId) ? Number(lastEventId) : null;
  const events = (await watch(seen)).pipe(map(toEvent), share());
  const done = events.pipe(ignoreElements(), endWith(null));
  const heartbeats = interval(HEARTBEAT_MS).pipe(
    map((): MessageEvent => ({ comment: 'still there' }) as MessageEvent),
    takeUntil(done),
  );
  return merge(heartbeats, events);
}

const toEvent = (job: BenchmarkDto): MessageEvent => ({
  type: isOver(job) ? 'end' : 'benchmark',
  id: String(job.revision),
  data: job,
});

import { EventEmitter, on } from 'node:events';
import type { Observable } from 'rxjs';

/**
 * An observable as GraphQL subscriptions take it. Unlike an async generator it ends as soon as it is told to, also
 * while a value is awaited, so that nothing goes on for a client that has left.
 */
export function iterate<T>(source: Observable<T>): AsyncIterableIterator<T> {
  const emitter = new EventEmitter();
  const events = on(emitter, 'value', { close: ['complete'] });
  const subscription = source.subscribe({
    next: (value) => emitter.emit('value', value),
    error: (error: unknown) => emitter.emit('error', error),
    complete: () => emitter.emit('complete'),
  });
  const end = async (): Promise<IteratorResult<T>> => {
    subscription.unsubscribe();
    await events.return?.();
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterableIterator<T> = {
    async next() {
      const event = await events.next();
      return event.done ? end() : { done: false, value: (event.value as [T])[0] };
    },
    return: end,
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

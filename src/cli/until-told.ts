/**
 * Resolves when one of the signals comes for the first time; at the second the process ends at once. The listeners
 * stay: packages of executors bring signal-exit, which kills a process where nobody but itself listens any more.
 */
export function untilTold(...signals: readonly NodeJS.Signals[]): Promise<void> {
  let told = false;
  return new Promise((resolve) => {
    const listen = (): void => {
      if (told) process.exit(130);
      told = true;
      resolve();
    };
    for (const signal of signals) process.on(signal, listen);
  });
}

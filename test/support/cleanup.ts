type Step = () => Promise<unknown>;

const steps: Step[] = [];

/** Runs after the suite, last registered first, whether or not its tests pass. */
export function afterSuite(step: Step): void {
  steps.push(step);
}

/** Every step runs even when one before it fails; the first failure is reported. */
export async function cleanUp(): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

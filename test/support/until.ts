import { setTimeout as delay } from 'node:timers/promises';

export const DEADLINE_MS = 60_000;

/** Resolves once the condition holds; fails after a deadline. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`This did not become true within ${DEADLINE_MS} ms: ${condition}`);
    await delay(30);
  }
}

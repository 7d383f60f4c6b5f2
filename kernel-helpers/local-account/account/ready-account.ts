import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from 'kernel-helpers/errors';
import type { AccountFolder } from './locations';
import { type AccountState, isRunning, PART_TITLES, PARTS, REGISTRY_TITLE, readState } from './state';

const WAIT_FOR_OTHER_MILLISECONDS = 60_000;
const LOOK_AGAIN_MILLISECONDS = 50;

/** Waits for an account that is starting, whether this shell or another one started it. */
export async function waitUntilReady(folder: AccountFolder): Promise<AccountState> {
  const deadline = Date.now() + WAIT_FOR_OTHER_MILLISECONDS;
  for (;;) {
    const state = readState(folder.state);
    if (isRunning(state) && state.phase === 'ready') return state;
    if (!isRunning(state) || Date.now() > deadline)
      throw new PlatformError(`The local account did not become ready. See its log: ${folder.log}`);
    await delay(LOOK_AGAIN_MILLISECONDS);
  }
}

/** Says where each part listens. */
export function sayAddresses(state: AccountState, say: (line: string) => void): void {
  for (const part of PARTS) say(`  http://127.0.0.1:${state[part].port}  ${PART_TITLES[part]}`);
  if (state.registry !== undefined) say(`  http://127.0.0.1:${state.registry.port}  ${REGISTRY_TITLE}`);
}

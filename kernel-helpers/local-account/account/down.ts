import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from 'kernel-helpers/errors';
import type { AccountFolder } from './locations';
import { isAlive, signalProcess } from './process-identity';
import { ProcessLedger } from './process-ledger';
import { type AccountState, isRunning, readState } from './state';

/** Long enough for containers that finish their requests and for moto to save. */
const END_TIMEOUT_MILLISECONDS = 20_000;
const LOOK_AGAIN_MILLISECONDS = 25;

/** Ends the account that runs in the folder; with `erase` its data are forgotten. Says what it did. */
export async function takeDown(folder: AccountFolder, erase: boolean, say: (line: string) => void): Promise<void> {
  const state = readState(folder.state);
  if (isRunning(state)) {
    const start = Date.now();
    await endAccount(folder, state);
    say(`The local account in ${folder.directory} ended after ${((Date.now() - start) / 1000).toFixed(1)} s.`);
  } else {
    const ended = existsSync(folder.processes) ? new ProcessLedger(folder.processes).endLeftovers() : [];
    rmSync(folder.state, { force: true });
    say(`No local account was running in ${folder.directory}.`);
    for (const title of ended) say(`Ended ${title}, which a killed account had left running.`);
  }
  if (erase) eraseData(folder, say);
}

/** Asks the account's process to end, and kills it with all its parts when it does not. */
export async function endAccount(folder: AccountFolder, state: AccountState): Promise<void> {
  signalProcess(state, 'SIGTERM', 'process');
  const deadline = Date.now() + END_TIMEOUT_MILLISECONDS;
  while (isAlive(state) && Date.now() < deadline) await delay(LOOK_AGAIN_MILLISECONDS);
  signalProcess(state, 'SIGKILL', 'process');
  new ProcessLedger(folder.processes).endLeftovers();
  rmSync(folder.state, { force: true });
}

/** Removes what an account writes, and nothing else that a folder named by --dir may hold. */
function eraseData(folder: AccountFolder, say: (line: string) => void): void {
  const { directory, ...files } = folder;
  if (!existsSync(directory)) {
    say('There was nothing to erase.');
    return;
  }
  if (!existsSync(folder.credentials) && readdirSync(directory).length > 0) {
    throw new UserError(`${directory} holds no local account, so nothing in it was erased. Check --dir.`);
  }
  for (const path of Object.values(files)) rmSync(path, { recursive: true, force: true });
  if (readdirSync(directory).length === 0) rmdirSync(directory);
  say(`Erased the data of the local account in ${directory}.`);
}

import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from 'kernel-helpers/errors';
import { saveNow } from '../aws/saving';
import { isAlive, signalProcess } from '../machine/process-identity';
import { ProcessLedger } from '../machine/process-ledger';
import { requireErasable } from './check-folder';
import { removeEngineLeftovers } from './engine-leftovers';
import type { AccountFolder } from './locations';
import { type AccountState, isRunning, readState } from './state';

/** Long enough for containers to finish their requests and for moto to save. */
const END_TIMEOUT_MILLISECONDS = 20_000;
const LOOK_AGAIN_MILLISECONDS = 25;

export interface DownFlags {
  /** Erase the account's data. */
  readonly erase?: boolean;
  /** End the account even when its last changes cannot be saved. */
  readonly unsaved?: boolean;
}

/**
 * Ends the account that runs in the folder. Says what it did.
 * @throws PlatformError when its data cannot be saved, unless `unsaved` is set: the account then goes on running.
 */
export async function takeDown(
  folder: AccountFolder,
  { erase = false, unsaved = false }: DownFlags,
  say: (line: string) => void,
): Promise<void> {
  const state = readState(folder.state);
  if (erase) requireErasable(folder);
  if (isRunning(state)) {
    if (!erase && !unsaved) await requireSaved(folder, state);
    const start = Date.now();
    await endAccount(folder, state);
    say(`The local account in ${folder.directory} ended after ${((Date.now() - start) / 1000).toFixed(1)} s.`);
  } else {
    const ended = existsSync(folder.processes) ? new ProcessLedger(folder.processes).endLeftovers() : [];
    rmSync(folder.state, { force: true });
    say(`No local account was running in ${folder.directory}.`);
    for (const title of ended) say(`Ended ${title}, which a killed account had left running.`);
  }
  await removeEngineLeftovers(folder, say);
  if (erase) eraseData(folder, say);
}

async function requireSaved({ directory }: AccountFolder, { aws, phase }: AccountState): Promise<void> {
  const problem = phase === 'ready' && aws.ended === undefined ? await saveNow(aws.port) : undefined;
  if (problem === undefined) return;
  throw new PlatformError(
    `The local account in ${directory} goes on running, because its AWS cannot save its last changes: ${problem}. ` +
      'Free some space and run this again, or lose these changes with `npx local-account down --unsaved`.',
  );
}

/** Asks the account's process to end, and kills it with all its parts when it does not end. */
export async function endAccount(folder: AccountFolder, state: AccountState): Promise<void> {
  signalProcess(state, 'SIGTERM', 'process');
  const deadline = Date.now() + END_TIMEOUT_MILLISECONDS;
  while (isAlive(state) && Date.now() < deadline) await delay(LOOK_AGAIN_MILLISECONDS);
  signalProcess(state, 'SIGKILL', 'process');
  new ProcessLedger(folder.processes).endLeftovers();
  rmSync(folder.state, { force: true });
}

/** False when the folder holds something else, or when the system does not let it go, as with a mount point. */
function removeEmptyFolder(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}

/** Removes what an account writes. The folder that --dir names may hold other files, and these stay. */
function eraseData(folder: AccountFolder, say: (line: string) => void): void {
  const { directory, ...files } = folder;
  if (!existsSync(directory)) {
    say('There was nothing to erase.');
    return;
  }
  for (const path of Object.values(files)) rmSync(path, { recursive: true, force: true });
  const isGone = removeEmptyFolder(directory);
  if (!isGone) say(`${directory} itself stays: it holds other files, or it cannot be removed.`);
  say(`Erased the data of the local account in ${directory}.`);
}

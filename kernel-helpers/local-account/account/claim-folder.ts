import { linkSync, rmSync } from 'node:fs';
import { errorCode } from 'kernel-helpers/error-code';
import { InternalError } from 'kernel-helpers/errors';
import { writeJsonFile } from '../machine/private-files';
import { identifyProcess } from '../machine/process-identity';
import type { AccountPorts } from './choose-ports';
import { type AccountState, isRunning, readState } from './state';

const LOOK_AGAIN_MILLISECONDS = 1000;

/** Another process runs the account of this folder, or is starting it. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/**
 * Makes this process the one that runs the folder's account. Replaces the state that a killed account left.
 * @throws AlreadyRunning when another process was first.
 */
export function claimFolder(statePath: string, ports: AccountPorts): AccountState {
  const self = identifyProcess(process.pid);
  if (self === undefined) throw new InternalError('This process does not find itself among the running ones.');
  if (isRunning(readState(statePath))) throw new AlreadyRunning();
  rmSync(statePath, { force: true });
  const state: AccountState = {
    ...self,
    since: new Date().toISOString(),
    phase: 'starting',
    aws: { port: ports.aws },
    sageMaker: { port: ports.sageMaker },
    snowflake: { port: ports.snowflake },
    ...(ports.registry !== undefined && { registry: { port: ports.registry } }),
  };
  const draft = `${statePath}.${process.pid}.claim`;
  writeJsonFile(draft, state);
  try {
    // Unlike a rename, a link fails when the file exists: when two processes try at once, only one gets the folder.
    linkSync(draft, statePath);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new AlreadyRunning();
    throw error;
  } finally {
    rmSync(draft);
  }
  return state;
}

/** Gives the folder back, unless another process has it by now. */
export function releaseFolder(statePath: string): void {
  if (isOwn(statePath)) rmSync(statePath, { force: true });
}

/** Resolves when someone has removed the folder's claim by this process. The signal ends the watch. */
export function onceClaimLost(statePath: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isOwn(statePath)) return;
      clearInterval(timer);
      resolve();
    }, LOOK_AGAIN_MILLISECONDS);
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  });
}

function isOwn(statePath: string): boolean {
  return readState(statePath)?.pid === process.pid;
}

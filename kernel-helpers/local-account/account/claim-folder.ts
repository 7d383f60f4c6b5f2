import { linkSync, rmSync } from 'node:fs';
import { InternalError } from 'kernel-helpers/errors';
import type { AccountPorts } from './choose-ports';
import { errorCode } from './error-code';
import { writeJsonFile } from './private-files';
import { identifyProcess } from './process-identity';
import { type AccountState, isRunning, readState } from './state';

/** Another process runs the account of this folder, or is just starting it. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

/**
 * Makes this process the one that runs the folder's account. The state that a killed account left gives way.
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
  };
  const draft = `${statePath}.${process.pid}.claim`;
  writeJsonFile(draft, state);
  try {
    // Unlike a rename, a link fails when the file is there: of two processes at the same moment one gets the folder.
    linkSync(draft, statePath);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new AlreadyRunning();
    throw error;
  } finally {
    rmSync(draft);
  }
  return state;
}

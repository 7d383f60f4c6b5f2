import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../support/clone';
import { copyCloneTo } from '../../support/clone-copy';
import { processesOf } from '../../support/processes-of';
import { type ProcessRequest, type ProcessResult, runProcess } from '../../support/run-process';
import { makeTemporaryFolder } from '../../support/temporary-folder';

const DATA_SET = join(ROOT, '..', 'shared', 'data', 'cal_housing.data');

/** A fresh clone of this repository. In it a test does what a stranger would do. */
export interface StrangerClone {
  readonly path: string;
  /** Runs a command of the clone, such as `npm run set-up`. */
  run(command: string, request?: ProcessRequest): Promise<ProcessResult>;
  /** Starts a command that the test ends itself. */
  start(command: string): ChildProcess;
  /** The command lines of everything that runs from this clone. */
  processes(): readonly string[];
  /** Ends the clone's local account, and removes the clone. */
  close(): Promise<void>;
}

/** Copies the files that git would have of this clone; in the copy nothing is installed or built. */
export function makeStrangerClone(): StrangerClone {
  const folder = makeTemporaryFolder('stranger');
  copyCloneTo(folder.path);
  const env = environment();
  const run = (command: string, request: ProcessRequest = {}) => {
    const [program = '', ...args] = command.split(' ');
    return runProcess(program, args, { cwd: folder.path, env, ...request });
  };
  return {
    path: folder.path,
    run,
    start: (command) => {
      const [program = '', ...args] = command.split(' ');
      return spawn(program, args, { cwd: folder.path, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    },
    processes: () => processesOf(folder.path),
    close: async () => {
      if (existsSync(join(folder.path, 'kernel-helpers', 'local-account', 'dist'))) {
        await run('npx local-account down --erase');
      }
      folder.close();
    },
  };
}

/** A terminal's environment: without what npm and jest set for this test, and without a display. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|JEST_|NODE_ENV$|DISPLAY$|WAYLAND_)/.test(name));
  // The copy does not have the download that is beside this clone.
  return { ...Object.fromEntries(own), ...(existsSync(DATA_SET) ? { CALIFORNIA_HOUSING_FILE: DATA_SET } : {}) };
}

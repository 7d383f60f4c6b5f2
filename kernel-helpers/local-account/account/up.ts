import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { errorFromJson } from 'kernel-helpers/error-codec';
import { PlatformError, UserError } from 'kernel-helpers/errors';
import type { z } from 'zod';
import type { Judging } from '../aws/judging';
import { findEngine } from '../engine/find-engine';
import { endOf } from '../machine/child-end';
import { makePrivateFolder } from '../machine/private-files';
import { accountAnswerSchema, type accountOptionsSchema } from './account-messages';
import { requireUsable } from './check-folder';
import { choosePorts } from './choose-ports';
import { endAccount } from './down';
import type { AccountFolder } from './locations';
import { findPythonTools } from './python';
import { sayAddresses, waitUntilReady } from './ready-account';
import type { Runner } from './runner';
import { type AccountState, endedParts, isRunning, PART_TITLES, readState } from './state';

export interface UpOptions {
  readonly folder: AccountFolder;
  readonly firstPort?: number;
  /** @default everything is allowed, and nothing is recorded */
  readonly judging?: Judging;
  /** @default process, or that of the account that runs already */
  readonly runner?: Runner | undefined;
  readonly say: (line: string) => void;
}

/** Starts the account in the background and returns when it is ready. If it already runs, `up` only says so. */
export async function bringUp({ folder, firstPort, judging, runner: asked, say }: UpOptions): Promise<void> {
  requireUsable(folder);
  const before = readState(folder.state);
  if (isRunning(before)) {
    const ended = endedParts(before);
    if (ended.length === 0) {
      requireRunner(before, asked, folder);
      return sayItRuns(await waitUntilReady(folder), folder, say);
    }
    say(`Starting the account again: ${ended.map((part) => PART_TITLES[part]).join(' and ')} had ended.`);
    await endAccount(folder, before);
  } else if (before !== undefined) {
    say('The account was killed the last time. Starting it again with what it had saved.');
  }
  // Finds the problems that the user can correct before anything starts.
  const runner = asked ?? 'process';
  findPythonTools();
  if (runner === 'container') await findEngine();
  await choosePorts(folder.ports, firstPort, runner);

  const start = Date.now();
  say(`Starting the local account in ${folder.directory} ...`);
  const outcome = await startInBackground({ directory: folder.directory, firstPort, judging, runner }, folder.log, say);
  const state = await waitUntilReady(folder);
  if (outcome === 'already running') return sayItRuns(state, folder, say);
  sayAddresses(state, say);
  say(
    `Ready after ${((Date.now() - start) / 1000).toFixed(1)} s. It runs in the background until \`npx local-account down\`.`,
  );
}

/** @throws UserError when the account that runs has another runner than the one that is asked for. */
function requireRunner({ registry }: AccountState, asked: Runner | undefined, { directory }: AccountFolder): void {
  const present: Runner = registry === undefined ? 'process' : 'container';
  if (asked === undefined || asked === present) return;
  throw new UserError(
    `The local account in ${directory} runs already, with the runner ${present}. End it with \`npx local-account down\`, and run this again for the runner ${asked}.`,
  );
}

async function startInBackground(
  options: z.infer<typeof accountOptionsSchema>,
  logPath: string,
  say: (line: string) => void,
): Promise<'ready' | 'already running'> {
  makePrivateFolder(options.directory);
  const log = openSync(logPath, 'a', 0o600);
  const child = fork(require.resolve('./account-process'), [], { detached: true, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const ended = endOf(child);
  try {
    return await new Promise((resolve, reject) => {
      child.on('message', (message) => {
        const answer = accountAnswerSchema.parse(message);
        if ('progress' in answer) say(answer.progress);
        else if ('ready' in answer) resolve('ready');
        else if ('alreadyRunning' in answer) resolve('already running');
        else reject(errorFromJson(answer.problem));
      });
      void ended.then((how) =>
        reject(new PlatformError(`The local account did not start (${how}). See its log: ${logPath}`)),
      );
      child.send(options);
    });
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

function sayItRuns(state: AccountState, folder: AccountFolder, say: (line: string) => void): void {
  say(`The local account in ${folder.directory} is already running, since ${state.since}.`);
  sayAddresses(state, say);
}

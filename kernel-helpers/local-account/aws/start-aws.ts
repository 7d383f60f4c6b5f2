import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PlatformError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { answerBeforeEnd, endOf, waitOrKill } from '../machine/child-end';
import type { Part } from '../machine/part';
import { makePrivateFolder } from '../machine/private-files';
import type { ProcessLedger } from '../machine/process-ledger';
import { type Credentials, ROLE_NAMES } from './callers';
import type { Judging } from './judging';

export interface AwsServerOptions {
  /** Where the data are kept. */
  readonly directory: string;
  /** A Python with moto. */
  readonly python: string;
  /** Requests that are not signed with this key are refused. */
  readonly credentials: Credentials;
  /** 0: any free port. */
  readonly port: number;
  /** False: when the port is taken, any other will do. @default true */
  readonly isPortRequired?: boolean;
  /** @default everything is allowed, and nothing is recorded */
  readonly judging?: Judging;
  readonly ledger: ProcessLedger;
  /** Called with each complaint of moto. */
  readonly onComplaint: (line: string) => void;
}

const PROGRAM = join(dirname(require.resolve('local-account/package.json')), 'aws/moto-server.py');
const START_TIMEOUT_MILLISECONDS = 60_000;
const STOP_TIMEOUT_MILLISECONDS = 10_000;
/** moto's server ends with it when its data could not be saved. */
const EXIT_UNSAVED = 3;
/** Enough lines for the end of a Python traceback, which says what went wrong. */
const MAX_COMPLAINTS = 5;

const readySchema = z.object({ port: z.number() });

/**
 * Starts moto's server with the data of its folder.
 * @throws PlatformError with what moto said when it does not get ready.
 */
export async function startAws({
  directory,
  python,
  credentials,
  port,
  isPortRequired = true,
  judging,
  ledger,
  onComplaint,
}: AwsServerOptions): Promise<Part> {
  makePrivateFolder(directory);
  const child = spawn(python, [PROGRAM, directory, String(port), isPortRequired ? 'required' : 'wanted'], {
    // moto must not get the user's proxies and AWS settings.
    env: {
      PATH: process.env.PATH,
      LANG: process.env.LANG,
      HOME: directory,
      LOCAL_ACCOUNT_ACCESS_KEY_ID: credentials.accessKeyId,
      LOCAL_ACCOUNT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      LOCAL_ACCOUNT_ROLE_NAMES: JSON.stringify(ROLE_NAMES),
      LOCAL_ACCOUNT_JUDGING: judging === undefined ? '' : JSON.stringify(judging),
    },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const forget = child.pid === undefined ? () => undefined : ledger.record(child.pid, 'moto');
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    complaints.splice(0, complaints.length - MAX_COMPLAINTS + 1);
    complaints.push(line);
    onComplaint(line);
  });
  const ended = endOf(child).finally(forget);
  const firstLine = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  const ready = await answerBeforeEnd(firstLine, ended, START_TIMEOUT_MILLISECONDS);
  if (ready === undefined) {
    child.kill('SIGKILL');
    const said = complaints.length === 0 ? 'It said nothing.' : complaints.join('\n');
    throw new PlatformError(
      `moto, the local account's AWS, did not start (${await ended}). ${said}\nIf the data in ${directory} are broken, \`npx local-account down --erase\` erases them.`,
    );
  }
  return {
    port: readySchema.parse(JSON.parse(ready)).port,
    ended,
    close: async () => {
      // moto saves and ends when its standard input closes.
      child.stdin.end();
      await waitOrKill(child, ended, STOP_TIMEOUT_MILLISECONDS);
      if (child.exitCode === EXIT_UNSAVED)
        throw new PlatformError(
          `The local account's AWS ended and could not save its last changes in ${directory}. ${complaints.join('\n')}`,
        );
    },
  };
}

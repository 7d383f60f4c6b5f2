import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../error-code';
import { parseJson } from '../parse-json';
import { failed, type SetupCheck } from './setup-check';

/** The bootstrap writes its state at least once a minute, so a state of this age belongs to one that was ended. */
const MAX_SILENT_SECONDS = 600;
const NAME = 'Installation';

/** What `cloudformation/bootstrap/bootstrap.sh` writes on a notebook instance about its own progress. */
const bootstrapStateSchema = z.object({
  status: z.enum(['installing', 'ready', 'failed']),
  /** What it does now, or did last, such as `fetch the release`. */
  step: z.string(),
  stepNumber: z.number().int(),
  steps: z.number().int(),
  percent: z.number().min(0).max(100),
  secondsLeft: z.number().nonnegative().optional(),
  /** After a failure: what failed, and what to do. */
  message: z.string().optional(),
  log: z.string(),
});
type BootstrapState = z.infer<typeof bootstrapStateSchema>;

/**
 * What the bootstrap of a notebook instance has not done yet; undefined when it is ready, and on every other machine.
 * The kernel may be missing until it is ready, so the doctor says this first.
 */
export function checkBootstrap(home = process.env.HOME ?? homedir(), now = Date.now()): SetupCheck | undefined {
  const file = join(home, 'SageMaker', '.snowflake-sagemaker', 'state.json');
  const written = readIfThere(file);
  if (written === undefined) return undefined;
  const { data: state } = bootstrapStateSchema.safeParse(parseJson(written.text));
  if (state === undefined) return failed(NAME, 'its state cannot be read', `${START_AGAIN} (${file})`);
  const { status, message = START_AGAIN, log } = state;
  if (status === 'ready') return undefined;
  if (status === 'failed') return failed(NAME, `failed at ${stepOf(state)}`, `${message} (log: ${log})`);
  return (now - written.at) / 1_000 < MAX_SILENT_SECONDS
    ? failed(NAME, `still installing, ${timeLeft(state)}, ${stepOf(state)}`, `Wait; it goes on by itself (log: ${log})`)
    : failed(NAME, `stopped at ${stepOf(state)}`, `${START_AGAIN} (log: ${log})`);
}

const START_AGAIN = 'Stop the notebook instance and start it: the installation goes on where it stopped.';

function stepOf({ step, stepNumber, steps }: BootstrapState): string {
  return `step ${stepNumber} of ${steps} (${step})`;
}

function timeLeft({ secondsLeft, percent }: BootstrapState): string {
  if (secondsLeft === undefined) return `${Math.round(percent)} percent done`;
  if (secondsLeft < 60) return 'less than a minute left';
  const minutes = Math.round(secondsLeft / 60);
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} left`;
}

function readIfThere(file: string): { readonly text: string; readonly at: number } | undefined {
  try {
    return { text: readFileSync(file, 'utf8'), at: statSync(file).mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { PEERS_PYTHON } from '../../support/clone';

const factsSchema = z.object({
  exitCode: z.number(),
  /** From the start of the process to its end. */
  seconds: z.number(),
  cpuSeconds: z.number(),
  /** The most memory that the process held. */
  megabytes: z.number(),
});

export type ProcessFacts = z.infer<typeof factsSchema> & { readonly output: string };

/** Where the measuring program writes its facts. */
const FACTS_DESCRIPTOR = 3;

/**
 * Runs a program that must succeed, and measures it from outside, in the same way for every language.
 * @param signal ends the program.
 */
export async function measureProcess(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): Promise<ProcessFacts> {
  signal?.throwIfAborted();
  const meter = join(__dirname, 'measure_process.py');
  const child = spawn(PEERS_PYTHON, ['-I', '-S', meter, String(FACTS_DESCRIPTOR), command, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // In a group of its own, the program ends together with the one that measures it.
    detached: signal !== undefined,
  });
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', stop);
  const [stdout, stderr, facts] = await Promise.all(
    [child.stdout, child.stderr, child.stdio[FACTS_DESCRIPTOR]].map(textOf),
  ).finally(() => signal?.removeEventListener('abort', stop));
  signal?.throwIfAborted();
  const measured = factsSchema.parse(JSON.parse(facts));
  if (measured.exitCode === 0) return { ...measured, output: stdout };
  throw new Error(`${command} ${args.join(' ')} ended with ${measured.exitCode}.\n${stdout}\n${stderr}`);
}

async function textOf(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new Error('The measured process has no pipe for its output.');
  return await text(stream);
}

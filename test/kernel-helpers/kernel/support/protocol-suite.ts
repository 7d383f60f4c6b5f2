import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { REPOSITORY } from './kernel-client';

const PYTHON = join(REPOSITORY, '.venv/bin/python');
const SUITE = join(__dirname, 'protocol_suite.py');

/** A test that takes longer hangs for ever: no test of the suite takes ten seconds on a kernel that answers. */
const SECONDS_PER_TEST = 20;

const verdictSchema = z.object({
  test: z.string(),
  verdict: z.enum(['pass', 'fail', 'hang']),
  reason: z.string().optional(),
});

/** The result of one test of Jupyter's own suite. */
export type Verdict = Readonly<z.infer<typeof verdictSchema>>;

export interface KernelUnderTest {
  /** The name of its kernelspec below `jupyterPath`. */
  readonly name: string;
  readonly language: 'typescript' | 'python';
  readonly jupyterPath: string;
}

/** Makes Jupyter find a kernel that is started by `argv`. */
export function writeKernelSpec({ name, language, jupyterPath }: KernelUnderTest, argv: readonly string[]): void {
  const directory = join(jupyterPath, 'kernels', name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'kernel.json'), JSON.stringify({ argv, language, display_name: name }));
}

/**
 * Runs Jupyter's own test-suite with every optional test on, and passes on each verdict as it comes.
 * When `signal` is aborted, this also ends the kernel of the running test.
 */
export async function* runProtocolSuite(kernel: KernelUnderTest, signal?: AbortSignal): AsyncGenerator<Verdict> {
  if (!existsSync(PYTHON)) throw new Error(`${PYTHON} is missing. Set it up with: npm run set-up`);
  const suite = spawn(PYTHON, [SUITE, kernel.name, kernel.language, String(SECONDS_PER_TEST)], {
    cwd: REPOSITORY,
    // ipykernel keeps the history of all its sessions, and a test must not touch that of the user.
    env: { ...process.env, JUPYTER_PATH: kernel.jupyterPath, IPYTHONDIR: join(kernel.jupyterPath, 'ipython') },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C in the terminal must not reach the suite a second time while it ends its kernel.
    detached: true,
  });
  const exited = once(suite, 'exit');
  const end = () => suite.kill('SIGTERM');
  signal?.addEventListener('abort', end, { once: true });
  try {
    for await (const line of createInterface({ input: suite.stdout })) yield verdictSchema.parse(JSON.parse(line));
    const [exitCode]: unknown[] = await exited;
    signal?.throwIfAborted();
    if (exitCode !== 0) throw new Error(`${SUITE} ended with exit code ${exitCode}. What it said is above.`);
  } finally {
    signal?.removeEventListener('abort', end);
    end();
    await exited;
  }
}

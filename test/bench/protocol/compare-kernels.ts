import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type KernelUnderTest,
  runProtocolSuite,
  type Verdict,
  writeKernelSpec,
} from '../../kernel-helpers/kernel/support/protocol-suite';
import { kernelsToMeasure, type MeasuredKernel } from '../kernels';

/** Long enough for the suite's own texts, short enough for three kernels on one line. */
const MAX_REASON_CHARACTERS = 44;

/** Runs Jupyter's own test suite against every kernel, and prints a table of tests by kernels. */
export async function compareKernels(signal: AbortSignal): Promise<void> {
  const { kernels, close } = await kernelsToMeasure();
  const jupyterPath = mkdtempSync(join(tmpdir(), 'protocol-bench-'));
  try {
    const verdicts = new Map<string, readonly Verdict[]>();
    for (const kernel of kernels) verdicts.set(kernel.name, await judge(kernel, jupyterPath, signal));
    console.log("\nJupyter's own test-suite for kernels, jupyter_kernel_test, with every optional test on.");
    console.table(tableOf(verdicts));
  } finally {
    rmSync(jupyterPath, { recursive: true, force: true });
    close();
  }
}

async function judge(
  { name, language, argv }: MeasuredKernel,
  jupyterPath: string,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  signal.throwIfAborted();
  console.log(`\n${name}`);
  const kernel: KernelUnderTest = { name: name.replaceAll(' ', '-'), language, jupyterPath };
  writeKernelSpec(kernel, argv);
  const verdicts: Verdict[] = [];
  for await (const verdict of runProtocolSuite(kernel, signal)) {
    verdicts.push(verdict);
    console.log(`  ${verdict.test}: ${describe(verdict)}`);
  }
  return verdicts;
}

function tableOf(verdicts: ReadonlyMap<string, readonly Verdict[]>): object {
  const kernels = [...verdicts];
  const tests = [...new Set(kernels.flatMap(([, ofKernel]) => ofKernel.map(({ test }) => test)))];
  const rowOf = (cell: (ofKernel: readonly Verdict[]) => string) =>
    Object.fromEntries(kernels.map(([name, ofKernel]) => [name, cell(ofKernel)]));
  const rows = tests.map((test) => [test, rowOf((ofKernel) => describe(ofKernel.find((one) => one.test === test)))]);
  const passed = rowOf((ofKernel) => {
    return `${ofKernel.filter(({ verdict }) => verdict === 'pass').length} of ${ofKernel.length}`;
  });
  return Object.fromEntries([...rows, ['passed', passed]]);
}

function describe(verdict: Verdict | undefined): string {
  if (!verdict) return 'not run';
  const { verdict: kind, reason = '' } = verdict;
  if (kind !== 'fail') return kind;
  return `fail: ${reason.length > MAX_REASON_CHARACTERS ? `${reason.slice(0, MAX_REASON_CHARACTERS - 1)}…` : reason}`;
}

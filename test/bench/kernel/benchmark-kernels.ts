import { kernelsToMeasure, type MeasuredKernel } from '../kernels';
import { median } from './kernel-times';
import { type Measurement, measureKernel } from './measure-kernel';
import { measureLoopInNode } from './measure-loop';

const ROWS: readonly (readonly [label: string, key: keyof Measurement, unit: string, goal: string])[] = [
  ['start to ready', 'startMs', 'ms', '≤ 0.65'],
  ['first cell', 'firstCellMs', 'ms', '≤ 2'],
  ['trivial cell', 'trivialCellMs', 'ms', '≤ 0.9'],
  ['a cell that declares a name, the 10th', 'tenthDeclarationMs', 'ms', '≤ 1.0'],
  ['a cell that declares a name, the 500th', 'lastDeclarationMs', 'ms', '≤ the 10th'],
  ['a top-level loop of 30 million additions', 'loopMs', 'ms', '≤ 1'],
  ['a pasted list of 50,000 numbers', 'literalMs', 'ms', '≤ 400 ms'],
  ['first cell with the imports of a notebook', 'importCellMs', 'ms', '≤ 250 ms'],
  ['first cell with the import of danfojs-node or pandas', 'dataFrameImportMs', 'ms', '≤ 1'],
  ['completion', 'completionMs', 'ms', '≤ 50 ms'],
  ['completion of SQL', 'sqlCompletionMs', 'ms', '≤ 50 ms'],
  ['completion with 500 names', 'completionWithNamesMs', 'ms', '≤ 0.2'],
  ['inspection', 'inspectionMs', 'ms', '≤ 50 ms'],
  ['inspection with 500 names', 'inspectionWithNamesMs', 'ms', '≤ 1'],
  ['20,000 printed lines (– where they are lost)', 'manyLinesMs', 'ms', '≤ 1.5'],
  ['a notebook of one cell, headless', 'headlessMs', 'ms', '≤ 1500 ms'],
  ['memory at start', 'memoryAtStartMegabytes', 'MB', '≤ 200 MB'],
  ['memory after the first cells', 'memoryMegabytes', 'MB', '≤ 200 MB'],
  ['memory after 500 names', 'memoryWithNamesMegabytes', 'MB', '≤ 250 MB'],
];

/** Measures every kernel once per round, and prints medians with their ratio to ipykernel. */
export async function benchmarkKernels(rounds: number): Promise<void> {
  const { kernels, peer, close } = await kernelsToMeasure();
  const measured = new Map<MeasuredKernel, Measurement[]>(kernels.map((kernel) => [kernel, []]));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const [kernel, measurements] of measured) measurements.push(await measureKernel(kernel));
      console.log(`round ${round} of ${rounds}`);
    }
  } finally {
    close();
  }
  console.log(
    `\nMedians of ${rounds} rounds; × is the ratio to ${peer.name} in the same run. Goals are for this kernel.`,
  );
  console.table(tableOf(measured, peer));
  for (const kernel of kernels) {
    const inKernel = medianOf(measured.get(kernel), 'loopMs');
    if (kernel.language !== 'typescript' || inKernel === undefined) continue;
    const inNode = await measureLoopInNode(kernel.loop);
    const times = `${Math.round(inKernel)} ms, and as a file in node ${Math.round(inNode)} ms`;
    console.log(`The loop in ${kernel.name}: ${times} (×${(inKernel / inNode).toFixed(1)}, goal ≤ 6)`);
  }
}

function medianOf(measurements: readonly Measurement[] = [], key: keyof Measurement): number | undefined {
  const known = measurements.map((measurement) => measurement[key]).filter((one) => one !== undefined);
  return known.length === 0 ? undefined : median(known);
}

function tableOf(measured: ReadonlyMap<MeasuredKernel, readonly Measurement[]>, peer: MeasuredKernel): object {
  const rows = ROWS.map(([label, key, unit, goal]) => {
    const reference = medianOf(measured.get(peer), key);
    const cells = [...measured].map(([kernel, measurements]) => [
      kernel.name,
      describe(medianOf(measurements, key), reference, unit),
    ]);
    return [label, { ...Object.fromEntries(cells), goal }];
  });
  return Object.fromEntries(rows);
}

function describe(value: number | undefined, reference: number | undefined, unit: string): string {
  if (value === undefined) return '–';
  const ratio = reference === undefined ? '' : ` ×${(value / reference).toFixed(2)}`;
  return `${Math.round(value)} ${unit}${ratio}`;
}

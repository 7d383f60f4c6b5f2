import { kernelsToMeasure, type MeasuredKernel } from '../kernels';
import { type Measurement, measureKernel, measureMemoryAfterCells, median } from './measure-kernel';

const ROWS: readonly (readonly [label: string, key: keyof Measurement, unit: string, goal: string])[] = [
  ['start to ready', 'startMs', 'ms', '≤ 1.0'],
  ['first cell', 'firstCellMs', 'ms', '≤ 2'],
  ['trivial cell', 'trivialCellMs', 'ms', '≤ 4'],
  ['first cell with the imports of a notebook', 'importCellMs', 'ms', '≤ 250 ms'],
  ['completion', 'completionMs', 'ms', '≤ 50 ms'],
  ['completion of SQL', 'sqlCompletionMs', 'ms', '≤ 50 ms'],
  ['inspection', 'inspectionMs', 'ms', '≤ 50 ms'],
  ['20,000 printed lines (– where they are lost)', 'manyLinesMs', 'ms', '≤ 1.5'],
  ['a notebook of one cell, headless', 'headlessMs', 'ms', '≤ 1500 ms'],
  ['memory after the first cells', 'memoryMegabytes', 'MB', '≤ 260 MB'],
];

const MANY_CELLS = 400;

/** Measures every kernel once per round, and prints medians with their ratio to ipykernel. */
export async function benchmarkKernels(rounds: number): Promise<void> {
  const { kernels, peer, close } = await kernelsToMeasure();
  const measured = new Map<MeasuredKernel, Measurement[]>(kernels.map((kernel) => [kernel, []]));
  const afterManyCells = new Map<MeasuredKernel, number | undefined>();
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const [kernel, measurements] of measured) measurements.push(await measureKernel(kernel));
      console.log(`round ${round} of ${rounds}`);
    }
    console.log(`memory after ${MANY_CELLS} cells`);
    for (const kernel of kernels) {
      // Stock tslab stops sending its idle status sooner or later.
      if (!kernel.losesLines) afterManyCells.set(kernel, await measureMemoryAfterCells(kernel, MANY_CELLS));
    }
  } finally {
    close();
  }
  console.log(
    `\nMedians of ${rounds} rounds; × is the ratio to ${peer.name} in the same run. Goals are for this kernel.`,
  );
  const cells = kernels.map((kernel) => {
    return [kernel.name, describe(afterManyCells.get(kernel), afterManyCells.get(peer), 'MB')];
  });
  console.table({ ...tableOf(measured, peer), [`memory after ${MANY_CELLS} cells`]: Object.fromEntries(cells) });
}

function tableOf(measured: ReadonlyMap<MeasuredKernel, readonly Measurement[]>, peer: MeasuredKernel): object {
  const value = (kernel: MeasuredKernel, key: keyof Measurement) => {
    const values = (measured.get(kernel) ?? []).map((measurement) => measurement[key]);
    const known = values.filter((one) => one !== undefined);
    return known.length === 0 ? undefined : median(known);
  };
  const rows = ROWS.map(([label, key, unit, goal]) => {
    const reference = value(peer, key);
    const cells = [...measured.keys()].map((kernel) => [kernel.name, describe(value(kernel, key), reference, unit)]);
    return [label, { ...Object.fromEntries(cells), goal }];
  });
  return Object.fromEntries(rows);
}

function describe(value: number | undefined, reference: number | undefined, unit: string): string {
  if (value === undefined) return '–';
  const ratio = reference === undefined ? '' : ` ×${(value / reference).toFixed(2)}`;
  return `${Math.round(value)} ${unit}${ratio}`;
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../support/clone';

const RUNS = 5;
const COUNT = 10_000_000;

/** Prints the CPU milliseconds of the named steps as JSON. It is a process of its own, so that each run draws a first chart. */
const PROGRAM = `
const from = (name) => require(${JSON.stringify(join(ROOT, 'kernel-helpers', 'dist'))} + '/' + name);
const { bundleOf } = from('display/bundle');
const { barChart } = from('render/charts/bar-chart');
const { histogram } = from('render/charts/histogram');
const { scatter } = from('render/charts/scatter');
const numbers = (count) => Float64Array.from({ length: count }, (_, row) => Math.sin(row) * 1000);
const [few, many] = [numbers(20_000), numbers(${COUNT})];
const cpu = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const first = cpu(() => bundleOf(histogram({ few }, 'few')));
for (let again = 0; again < 5; again += 1) bundleOf(scatter({ few }, { x: 'few', y: 'few' }));
const later = cpu(() => bundleOf(histogram({ few }, 'few', { bins: 20 })));
const bars = cpu(() => bundleOf(barChart({ G: Array.from(few, (value) => 'group ' + Math.round(value / 250)) }, { x: 'G' })));
const counted = cpu(() => histogram({ many }, 'many'));
console.log(JSON.stringify({ first, later, bars, counted }));
`;

const STEPS = [
  ['first', 'the first chart of a kernel, with its picture (goal 300)'],
  ['later', 'a later histogram, with its picture (goal 75)'],
  ['bars', 'a later bar chart of 20,000 rows, with its picture (goal 75)'],
  ['counted', 'a histogram of 10,000,000 values, without a picture (goal 300)'],
] as const;

/** The CPU time of charts: medians of several processes. */
export function benchmarkCharts(): void {
  const runs = Array.from({ length: RUNS }, (): Record<string, number> => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', PROGRAM], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  });
  console.log(`CPU time of charts in ms, median of ${RUNS} processes:`);
  for (const [step, what] of STEPS) {
    const sorted = runs.map((run) => run[step]).sort((one, other) => one - other);
    console.log(`${sorted[Math.floor(RUNS / 2)].toFixed(0).padStart(6)}  ${what}`);
  }
}

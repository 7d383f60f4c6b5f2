import { baseSpec, Chart } from '../render/charts/chart';
import { countOf, formatNumber } from '../render/format-value';
import type { ComparedJob } from '../sagemaker/compare/compared-job';
import { Table } from '../table/columnar-table';
import type { Column } from '../table/table';
import type { ViewParts } from './view-parts';

/** How many values of hyperparameters a bar's label tells; the table has all. */
const LABELLED = 3;
const BAR_HEIGHT = 22;

/**
 * Jobs side by side: a row for each job with its metrics, rounds, times and the hyperparameters that differ. The chart has
 * bars for each metric on an axis of its own.
 */
export function comparisonView(
  jobs: readonly ComparedJob[],
  title = `Comparison of ${countOf(jobs.length, 'training job')}`,
): ViewParts {
  const metrics = namesIn(jobs, (job) => job.metrics.map(({ metric }) => metric));
  const differing = differingHyperparameters(jobs);
  const metricOf = (job: ComparedJob, metric: string): number =>
    job.metrics.find((found) => found.metric === metric)?.value ?? Number.NaN;
  const numbers = (name: string, of: (job: ComparedJob) => number | undefined): Column => ({
    name,
    type: 'FLOAT',
    kind: 'number',
    nullable: true,
    nulls: Uint8Array.from(jobs, (job) => Number(Number.isNaN(of(job) ?? Number.NaN))),
    values: Float64Array.from(jobs, (job) => of(job) ?? Number.NaN),
  });
  const texts = (name: string, of: (job: ComparedJob) => string | undefined): Column => ({
    name,
    type: 'VARCHAR',
    kind: 'text',
    nullable: true,
    nulls: Uint8Array.from(jobs, (job) => Number(of(job) === undefined)),
    values: jobs.map((job) => of(job) ?? ''),
  });
  const table = new Table([
    texts('JOB', ({ name }) => name),
    texts('STATUS', ({ status }) => status),
    ...metrics.map((metric) => numbers(metric, (job) => metricOf(job, metric))),
    numbers('ROUNDS', ({ rounds }) => rounds),
    ...(jobs.some(({ bestRound }) => bestRound !== undefined)
      ? [numbers('BEST_ROUND', ({ bestRound }) => bestRound)]
      : []),
    numbers('SECONDS', ({ seconds }) => seconds),
    numbers('BILLED_SECONDS', ({ billableSeconds }) => billableSeconds),
    texts('INSTANCES', ({ instances }) => `${instances.count} × ${instances.type}`),
    ...differing.map((name) => texts(name, ({ hyperparameters }) => hyperparameters[name])),
  ]);
  const labels = labelsOf(jobs, differing);
  const lines = jobs.map((job, index) => {
    const values = metrics.map((metric) => `${metric} ${formatNumber(metricOf(job, metric))}`);
    return `${labels[index]}: ${values.join(', ')}`;
  });
  const panels = metrics.map((metric) => ({
    width: baseSpec('').width,
    height: BAR_HEIGHT * jobs.length,
    data: { values: jobs.map((job, index) => ({ job: labels[index], value: jsonNumber(metricOf(job, metric)) })) },
    mark: { type: 'bar', tooltip: true },
    encoding: {
      y: { field: 'job', type: 'nominal', sort: null, title: null, axis: { labelLimit: 260 } },
      x: { field: 'value', type: 'quantitative', title: metric },
    },
  }));
  const { width: _width, height: _height, ...page } = baseSpec(title);
  return { table, chart: new Chart({ ...page, vconcat: panels }, [title, ...lines].join('\n')) };
}

function namesIn(jobs: readonly ComparedJob[], of: (job: ComparedJob) => readonly string[]): readonly string[] {
  return [...new Set(jobs.flatMap(of))];
}

function differingHyperparameters(jobs: readonly ComparedJob[]): readonly string[] {
  const names = namesIn(jobs, ({ hyperparameters }) => Object.keys(hyperparameters));
  return names.filter((name) => new Set(jobs.map(({ hyperparameters }) => hyperparameters[name])).size > 1);
}

/** What tells the jobs apart, with the end of their names where that is not enough. */
function labelsOf(jobs: readonly ComparedJob[], differing: readonly string[]): readonly string[] {
  const short = jobs.map(({ name, hyperparameters }) => {
    const told = differing.slice(0, LABELLED).map((key) => `${key} ${hyperparameters[key] ?? '–'}`);
    return told.length === 0 ? name : told.join(', ');
  });
  return short.map((label, index) =>
    short.indexOf(label) === index && short.lastIndexOf(label) === index
      ? label
      : `${label} (${jobs[index].name.slice(-12)})`,
  );
}

/** JSON has no word for a number that is not finite. */
function jsonNumber(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}

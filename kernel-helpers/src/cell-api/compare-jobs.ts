import { UserError } from '../errors';
import { comparisonView } from '../model-view/job-comparison';
import { checkOptionNames } from '../option-names';
import { readComparedJob } from '../sagemaker/compare/compared-job';
import { findJobs } from '../sagemaker/compare/find-jobs';
import { inCell } from './in-cell';
import { ModelView } from './model-view';

/** A job by its name, or anything that has one: what `start()`, `attach()` and `watch()` give. */
export type JobToCompare = string | { readonly name: string };

export interface JobsByPrefix {
  /** How the jobs' names begin. */
  readonly prefix: string;
  /** The newest ones. @default 10 */
  readonly most?: number;
}

export interface CompareJobsOptions {
  readonly title?: string;
  /** @default the signal of the running cell */
  readonly signal?: AbortSignal;
}

const MOST_JOBS = 50;

/**
 * Training jobs side by side: metrics of their models, rounds, times, billed seconds, and the hyperparameters that differ.
 * @example await compareJobs([shallow, deep])
 * @example await compareJobs({ prefix: 'snowflake-xgboost-2026-11' })
 */
export async function compareJobs(
  jobs: readonly JobToCompare[] | JobsByPrefix,
  options: CompareJobsOptions = {},
): Promise<ModelView> {
  checkOptionNames('compareJobs()', options, { title: true, signal: true });
  const { signal } = inCell(options.signal);
  const names = await namesOf(jobs, signal);
  const compared = await Promise.all(names.map((name) => readComparedJob(name, signal)));
  return new ModelView(comparisonView(compared, options.title));
}

async function namesOf(jobs: readonly JobToCompare[] | JobsByPrefix, signal: AbortSignal): Promise<readonly string[]> {
  if (isList(jobs)) {
    const names = jobs.map((job) => (typeof job === 'string' ? job : job?.name));
    const areNames = names.every((name) => typeof name === 'string' && name !== '');
    if (areNames && names.length > 0 && names.length <= MOST_JOBS) return [...new Set(names)];
  } else if (typeof jobs === 'object' && jobs !== null && 'prefix' in jobs) {
    checkOptionNames('compareJobs()', jobs, { prefix: true, most: true });
    const { prefix, most = 10 } = jobs;
    if (Number.isInteger(most) && most >= 1 && most <= MOST_JOBS && typeof prefix === 'string' && prefix !== '')
      return await findJobs(prefix, most, signal);
  }
  throw new UserError(
    `compareJobs() takes a list of 1 to ${MOST_JOBS} jobs or their names, or { prefix: 'snowflake-xgboost-…', most: 10 }.`,
  );
}

function isList(jobs: unknown): jobs is readonly JobToCompare[] {
  return Array.isArray(jobs);
}

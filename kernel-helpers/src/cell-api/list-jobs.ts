import { checkOptionNames, type OptionNames } from '../option-names';
import type { Page } from '../page';
import * as endpoints from '../sagemaker/list/list-endpoints';
import * as jobs from '../sagemaker/list/list-jobs';
import type { ListOptions } from '../sagemaker/list/read-page';
import { inCell } from './in-cell';

const NAMES: OptionNames<ListOptions> = { after: true, limit: true, nameContains: true, signal: true };

/** One page of the training jobs of this account and region, of this project and others, newest first. */
export async function listTrainingJobs(options: jobs.ListJobsOptions = {}): Promise<Page<jobs.ListedTrainingJob>> {
  checkOptionNames('listTrainingJobs()', options, { ...NAMES, status: true });
  return await jobs.listTrainingJobs(withSignal(options));
}

/** One page of the jobs of this account and region that try out hyperparameters, newest first. */
export async function listTuningJobs(options: jobs.ListJobsOptions = {}): Promise<Page<jobs.ListedTuningJob>> {
  checkOptionNames('listTuningJobs()', options, { ...NAMES, status: true });
  return await jobs.listTuningJobs(withSignal(options));
}

/** One page of the jobs of this account and region that predict for files, newest first. */
export async function listTransformJobs(options: jobs.ListJobsOptions = {}): Promise<Page<jobs.ListedTransformJob>> {
  checkOptionNames('listTransformJobs()', options, { ...NAMES, status: true });
  return await jobs.listTransformJobs(withSignal(options));
}

/** One page of the endpoints of this account and region, newest first. Each costs money by the hour, whatever its use. */
export async function listEndpoints(
  options: endpoints.ListEndpointsOptions = {},
): Promise<Page<endpoints.ListedEndpoint>> {
  checkOptionNames('listEndpoints()', options, { ...NAMES, status: true });
  return await endpoints.listEndpoints(withSignal(options));
}

/** One page of the models that are registered in this account and region, newest first. */
export async function listModels(options: ListOptions = {}): Promise<Page<endpoints.ListedResource>> {
  checkOptionNames('listModels()', options, NAMES);
  return await endpoints.listModels(withSignal(options));
}

function withSignal<Options extends ListOptions>(options: Options): Options {
  return { ...options, signal: inCell(options.signal).signal };
}

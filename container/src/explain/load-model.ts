import { errorCode } from 'kernel-helpers/error-code';
import { messageOf, UserError } from 'kernel-helpers/errors';
import { checkOptionNames } from 'kernel-helpers/option-names';
import type * as Loading from './load-from';
import type { LoadedModel } from './loaded-model';

/** Where a model is: what `job.watch()` returns, a job that has ended, or a place. */
export type ModelSource =
  | string
  | { readonly modelArtefact: string }
  | { describe(): Promise<{ readonly modelArtefact?: string }> };

export interface LoadModelOptions {
  /** Stops the download. */
  readonly signal?: AbortSignal;
}

/**
 * Loads a model into this process, which needs libxgboost: where it is missing, the error says where to get it. `close()`
 * frees the model's memory. It is for notebooks and other programs, and not part of the training image.
 * @param source a finished job; `s3://…/model.tar.gz`; or the path of a folder, a `model.tar.gz` or a model file
 * @example const model = await loadModel(await job.watch());
 */
export async function loadModel(source: ModelSource, options: LoadModelOptions = {}): Promise<LoadedModel> {
  checkOptionNames('loadModel()', options, { signal: true });
  const place = await placeOf(source);
  const { loadFrom } = requireLoading();
  return await loadFrom(place, options.signal);
}

/** Only who loads a model pays for what that takes. */
function requireLoading(): typeof Loading {
  try {
    return require('./load-from') as typeof Loading;
  } catch (cause) {
    if (errorCode(cause) !== 'MODULE_NOT_FOUND' || !messageOf(cause).includes('load-from')) throw cause;
    throw new UserError('The training image cannot load models. Call loadModel() in a notebook.', { cause });
  }
}

async function placeOf(source: unknown): Promise<string> {
  if (typeof source === 'string' && source !== '') return source;
  if (typeof source === 'object' && source !== null) {
    if ('modelArtefact' in source && typeof source.modelArtefact === 'string') return source.modelArtefact;
    if ('describe' in source && typeof source.describe === 'function') {
      const description: unknown = await source.describe();
      if (typeof description === 'object' && description !== null && 'modelArtefact' in description)
        if (typeof description.modelArtefact === 'string') return description.modelArtefact;
      throw new UserError('The training job has left no model yet. Wait for it: await loadModel(await job.watch()).');
    }
  }
  throw new UserError(
    'loadModel() takes a finished job, an address such as s3://<bucket>/<path>/model.tar.gz, or the path of a model.',
  );
}

import { UserError } from '../../errors';
import { MODEL_FILE, type ModelFacts } from '../../training-contract/index';
import type { JobDescription } from '../watch/job-description';
import { type ModelArtefact, readArtefact } from './read-artefact';

/** What to do where a job left no model. */
const ADVICE =
  'Save one in the training script on every host with await saveModel(await train(rows, hyperparameters)), and train again.';

/** Says why an archive cannot be put behind an endpoint; undefined if it can. */
export function whyNoModel({ files, model }: ModelArtefact): string | undefined {
  if (model === undefined) {
    const holds = files.length === 0 ? 'is empty' : `holds no ${MODEL_FILE}, only ${files.join(', ')}`;
    return `its archive ${holds}. ${ADVICE}`;
  }
  if (model.form === 'other')
    return `the file ${MODEL_FILE} in its archive is not one that XGBoost 3.2 can load. ${ADVICE}`;
  return undefined;
}

/**
 * What the model of a completed job says about itself. Throws a UserError if the job left no model: an endpoint would
 * fail after minutes that cost money.
 */
export async function deployableModel(
  job: JobDescription & { readonly modelArtefact: string },
  signal?: AbortSignal,
): Promise<ModelFacts> {
  const artefact = await readArtefact(job.modelArtefact, signal);
  const reason = whyNoModel(artefact);
  // Other images save models in other forms. A job whose environment has a target column ran this project's image.
  const isOurs = job.target !== undefined || artefact.model === undefined;
  if (reason !== undefined && isOurs) {
    throw new UserError(`The training job ${job.name} has no model to deploy: ${reason}`, {
      facts: { jobName: job.name },
    });
  }
  return artefact.model?.facts ?? {};
}

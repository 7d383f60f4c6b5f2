import { UserError } from '../../errors';
import type { ModelFacts } from '../../training-contract/index';
import { readArtefact } from '../model/read-artefact';
import { whyNoModel } from '../model/why-no-model';
import type { JobDescription } from '../watch/job-description';

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

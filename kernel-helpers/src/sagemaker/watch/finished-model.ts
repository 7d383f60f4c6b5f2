import { isPlatformError, isUserError } from '../../errors';
import type { ModelFacts } from '../../training-contract/index';
import { whyNoModel } from '../model/deployable-model';
import { readArtefact } from '../model/read-artefact';

/** What is known of a completed job's model, from the model file itself. */
export interface FinishedModel {
  readonly facts: ModelFacts;
  /** Why there is no model to deploy, in words. */
  readonly missing?: string;
  /** Why it could not be looked at, in words. */
  readonly problem?: string;
}

/** Looks at the model of a completed job. The job is over, so an archive that cannot be read is a remark and no error. */
export async function readFinishedModel(modelArtefact: string, signal?: AbortSignal): Promise<FinishedModel> {
  try {
    const artefact = await readArtefact(modelArtefact, signal);
    return { facts: artefact.model?.facts ?? {}, missing: whyNoModel(artefact) };
  } catch (error) {
    if (isUserError(error) || isPlatformError(error)) return { facts: {}, problem: error.message };
    throw error;
  }
}

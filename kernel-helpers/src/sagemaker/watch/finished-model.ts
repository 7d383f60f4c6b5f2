import { isPlatformError, isUserError } from '../../errors';
import type { ModelFacts } from '../../training-contract/index';
import { readArtefact } from '../model/read-artefact';
import { whyNoModel } from '../model/why-no-model';

/** What is known of an ended job's model, from the model file itself. */
export interface FinishedModel {
  readonly facts: ModelFacts;
  /** Why there is no model to deploy, as text for people. */
  readonly missing?: string;
  /** Why the model could not be read, as text for people. */
  readonly problem?: string;
  /** True if there is no archive at all. */
  readonly isGone?: boolean;
}

/** Looks at the model of a job that ended. An archive that cannot be read is a remark, not an error: the job is over. */
export async function readFinishedModel(modelArtefact: string, signal?: AbortSignal): Promise<FinishedModel> {
  try {
    const artefact = await readArtefact(modelArtefact, signal);
    return { facts: artefact.model?.facts ?? {}, missing: whyNoModel(artefact) };
  } catch (error) {
    if (isUserError(error) || isPlatformError(error))
      return { facts: {}, problem: error.message, isGone: error.facts.code === 'NoSuchKey' };
    throw error;
  }
}

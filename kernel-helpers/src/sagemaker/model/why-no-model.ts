import { MODEL_FILE } from '../../training-contract/index';
import type { ModelArtefact } from './read-artefact';

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

import { DEFAULT_SCRIPT_HYPERPARAMETERS } from 'kernel-helpers/training-contract/index';
import { obstaclesToStreams } from '../training/share-problems';
import { defineTraining } from './define-training';

/** What runs when a job names no script. */
export const defaultTraining = defineTraining(
  { hyperparameters: DEFAULT_SCRIPT_HYPERPARAMETERS },
  async ({ share, settings, hyperparameters, train, saveModel, data }) => {
    const stream = obstaclesToStreams(hyperparameters).length === 0 && 'when-needed';
    const aside =
      data.validationTable === undefined ? { validation: settings.holdout, seed: settings.holdout_seed } : {};
    const rows = await share({ ...aside, stream });
    const model = await train(rows, hyperparameters);
    await saveModel(model);
  },
);

import { DEFAULT_SCRIPT_HYPERPARAMETERS } from 'kernel-helpers/training-contract/index';
import { defineTraining } from './define-training';

/** What runs when a job names no script. */
export const defaultTraining = defineTraining(
  { hyperparameters: DEFAULT_SCRIPT_HYPERPARAMETERS },
  async ({ share, settings, hyperparameters, train, saveModel }) => {
    const rows = await share({ validation: settings.holdout, seed: settings.holdout_seed });
    const model = await train(rows, hyperparameters);
    await saveModel(model);
  },
);

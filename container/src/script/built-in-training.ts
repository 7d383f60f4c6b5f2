import { defineTraining } from './define-training';

/** What runs when a job names no script. */
export const builtInTraining = defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
  const rows = await share({ validation: 0.25, seed: 42 });
  const model = await train(rows, hyperparameters);
  await saveModel(model);
});

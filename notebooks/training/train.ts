import { defineTraining } from 'container';

export default defineTraining(async ({ share, hyperparameters, train, saveModel }) => {
  // This host's part of the table; a quarter of its rows is kept aside to measure the error on.
  const rows = await share({ validation: 0.25, seed: 42 });

  // XGBoost's distributed training: every host works on its own rows, and all end with the same model.
  const model = await train(rows, hyperparameters);

  await saveModel(model);
});

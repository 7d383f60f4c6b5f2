import { defineTraining } from 'container';

const DEPTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export default defineTraining(async ({ share, host, hyperparameters, train, saveModel, log }) => {
  const rows = await share({ validation: 0.25, seed: 42 });
  const models = [];
  for (const depth of DEPTHS) {
    const model = await train(rows, { ...hyperparameters, max_depth: depth }, { name: `depth ${depth}` });
    models.push({ name: `depth_${depth}`, history: model.history, model: model });
  }

  // One line for each round, in the form that `finished.history` is read from: [3] depth_1-train:0.91 …
  for (const { round } of host.isLeader ? models[0].history : []) {
    const errors = models.map(({ name, history }) => {
      const { train, validation } = history[round].metrics;
      return `${name}-train:${train.rmse.toFixed(4)} ${name}-validation:${validation.rmse.toFixed(4)}`;
    });
    log(`[${round}] ${errors.join(' ')}`);
  }
  await saveModel(models[4].model);
});

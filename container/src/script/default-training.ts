import { UserError } from 'kernel-helpers/errors';
import { DEFAULT_SCRIPT_HYPERPARAMETERS, formatFoldsLine } from 'kernel-helpers/training-contract/index';
import type { Model } from '../training/model';
import { obstaclesToStreams } from '../training/share-problems';
import { type CrossValidation, shareOfFold, summariseFolds } from './cross-validation';
import { type DeclaringTraining, defineTraining } from './define-training';

/** What runs when a job names no script. */
export const defaultTraining = defineTraining(
  { hyperparameters: DEFAULT_SCRIPT_HYPERPARAMETERS },
  async ({ settings, ...training }) => {
    if (settings.folds > 0) return await trainByFolds(training, settings.folds);
    const { share, hyperparameters, train, saveModel, data } = training;
    const stream = obstaclesToStreams(hyperparameters).length === 0 && 'when-needed';
    const aside =
      data.validationTable === undefined && settings.holdout > 0
        ? { validation: settings.holdout, seed: settings.holdout_seed }
        : {};
    const rows = await share({ ...aside, stream });
    const model = await train(rows, hyperparameters);
    await saveModel(model);
  },
);

/** Measures by a model for each fold, then trains the job's model on all rows with as many rounds as the folds took. */
async function trainByFolds(
  { share, hyperparameters, train, saveModel, host, log }: Omit<DeclaringTraining<never>, 'settings'>,
  folds: number,
): Promise<void> {
  const rows = await share({ stream: 'when-needed' });
  if (!('labels' in rows.train)) {
    throw new UserError(
      'The folds need the rows in memory, and those of a host do not fit. Use more or larger instances, or holdout in place of folds.',
    );
  }
  const all = { ...rows, train: rows.train, validation: undefined };
  const models: Model[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    models.push(await train(shareOfFold(all, fold, folds), hyperparameters, { name: `fold ${fold + 1} of ${folds}` }));
  }
  const measured = summariseFolds(models);
  if (host.isLeader) for (const line of describeFolds(measured)) log(line);
  const { early_stopping_rounds: _found, ...rest } = hyperparameters;
  const model = await train(all, { ...rest, num_round: measured.meanRounds });
  await saveModel(model, { folds: measured });
}

function describeFolds({ folds, rounds, meanRounds, metrics }: CrossValidation): string[] {
  const lines = Object.entries(metrics).flatMap(([side, ofSide]) =>
    Object.entries(ofSide).map(([name, metric]) => formatFoldsLine(`${side}-${name}`, metric)),
  );
  return [
    ...lines,
    `folds: the ${folds} models have ${rounds.join(', ')} rounds; the model on all rows has their mean, ${meanRounds}`,
  ];
}

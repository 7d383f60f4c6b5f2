import { InternalError, isPlatformError, isUserError } from 'kernel-helpers/errors';
import { formatMetricLine } from 'kernel-helpers/training-contract/index';
import { builtInTraining } from './script/built-in-training';
import type { Training, TrainingScript } from './script/define-training';
import { loadScript } from './script/load-script';
import { scriptFailure } from './script/script-failure';
import { watchForExit } from './script/watch-for-exit';
import { readTrainingSettings, type TrainingSettings } from './settings';
import { HostGroup } from './training/host-group';
import { ModelSaver } from './training/model-saver';
import { shareRows } from './training/share-rows';
import { TrainingStopped } from './training/stopped';
import { trainModel } from './training/train-model';

const log = (text: string): void => console.log(text);

/**
 * Trains on this host, together with the other hosts of the job.
 * @param stop aborted when SageMaker asks the job to stop: training then ends after a round and the model is saved
 */
export async function train(stop: AbortSignal): Promise<void> {
  const settings = readTrainingSettings();
  const { host, script: scriptSettings, paths } = settings;
  log(`host ${host.name}: ${host.index + 1} of ${host.count}`);
  const script = scriptSettings === undefined ? builtInTraining : await loadScript(scriptSettings, paths.code);

  try {
    await trainWithOtherHosts(script, settings, stop);
  } catch (error) {
    if (!(error instanceof TrainingStopped)) throw error;
    log(error.message);
  }
}

async function trainWithOtherHosts(
  script: TrainingScript,
  settings: TrainingSettings,
  stop: AbortSignal,
): Promise<void> {
  const { host, paths } = settings;
  const group = await HostGroup.join(host, {
    stop,
    log,
    onRound: ({ round, metrics }) => {
      if (host.isLeader) log(formatMetricLine(round, metrics));
    },
  });
  const saver = new ModelSaver({ settings, group, log });
  const exit = watchForExit(paths.failure, () => saver.describe());
  try {
    await runScript(script, trainingOf(settings, { group, saver, stop }), paths.code);
    await saver.finish();
    await group.leave();
  } finally {
    exit.close();
    await group.close();
  }
}

/** The functions and facts that the script of this job works with. */
function trainingOf(
  settings: TrainingSettings,
  { group, saver, stop }: { readonly group: HostGroup; readonly saver: ModelSaver; readonly stop: AbortSignal },
): Training {
  const { host, hyperparameters } = settings;
  const { name, index, count, isLeader } = host;
  return {
    share: (options = {}) => shareRows(options, { settings, group, stop, log }),
    hyperparameters,
    train: (share, chosen) => trainModel(share, chosen, { table: settings.source.table, host, group, log }),
    saveModel: (model) => saver.save(model),
    host: { name, index, count, isLeader },
    log,
  };
}

/** An error that the script itself throws becomes a UserError, because the user can fix it. */
async function runScript(script: TrainingScript, training: Training, codeFolder: string): Promise<void> {
  try {
    await script.run(training);
  } catch (error) {
    const isOurs = isUserError(error) || isPlatformError(error) || error instanceof InternalError;
    if (isOurs || error instanceof TrainingStopped) throw error;
    throw scriptFailure(error, 'The training script failed', codeFolder);
  }
}

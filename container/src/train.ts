import { kindOf } from 'kernel-helpers/errors';
import {
  formatMetricLine,
  type JobHyperparameterValues,
  parseJobHyperparameters,
} from 'kernel-helpers/training-contract/index';
import { defaultTraining } from './script/default-training';
import type { Training, TrainingScript } from './script/define-training';
import { loadScript } from './script/load-script';
import { scriptFailure } from './script/script-failure';
import { watchForExit } from './script/watch-for-exit';
import { type HostSettings, readTrainingSettings, type TrainingSettings } from './settings';
import { Checkpoints } from './training/checkpoints';
import { isFailureOfAnotherHost, writeFailure } from './training/host-failure';
import { HostGroup } from './training/host-group';
import { HostLost } from './training/host-lost';
import { LineToHosts } from './training/line/line-to-hosts';
import { ModelSaver } from './training/model-saver';
import type { ShareFunction } from './training/share';
import { shareRows } from './training/share-rows';
import { TrainingStopped, untilStopped } from './training/stopped';
import { ToldResults } from './training/told-results';
import { sharedFacts, trainModel } from './training/train-model';
import { Watchdog } from './training/watchdog/watchdog';
import type { RoundEvent } from './xgboost/training-thread';

const log = (text: string): void => console.log(text);

/** A thread that waits for a lost host inside XGBoost may not free its memory within this time; then it ends with the process. */
const CLOSE_LOST_MILLISECONDS = 300;

/**
 * Trains on this host, together with the other hosts of the job.
 * @param stop aborted when SageMaker asks the job to stop: training then ends after a round and the model is saved
 */
export async function train(stop: AbortSignal): Promise<void> {
  const settings = readTrainingSettings();
  const { host, script: scriptSettings, paths } = settings;
  log(`host ${host.name}: ${host.index + 1} of ${host.count}`);
  const script = scriptSettings === undefined ? defaultTraining : await loadScript(scriptSettings, paths.code);
  const { channels } = settings;
  if (scriptSettings === undefined && channels.length > 0) {
    log(`channels: ${channels.map(({ name }) => name).join(', ')} will not be read: this is the image's own script`);
  }
  const given = parseJobHyperparameters(settings.givenHyperparameters, script.hyperparameters);

  try {
    await trainWithOtherHosts(script, { ...settings, own: given.settings }, stop);
  } catch (error) {
    if (!(error instanceof TrainingStopped)) throw error;
    log(error.message);
  }
}

/** With the values of the hyperparameters that the script declares. */
interface ScriptedSettings extends TrainingSettings {
  readonly own: JobHyperparameterValues['settings'];
}

async function trainWithOtherHosts(
  script: TrainingScript,
  settings: ScriptedSettings,
  stop: AbortSignal,
): Promise<void> {
  // The names of the others may take minutes to be known.
  const line = await Promise.race([LineToHosts.open(settings.host, log), untilStopped(stop)]);
  const { name } = settings.host;
  const { watchdogSeconds: limitSeconds, paths } = settings;
  const watchdog = new Watchdog({ host: name, limitSeconds, failureFile: paths.failure, log });
  const say = (text: string): void => {
    watchdog.moved();
    line.heard(text);
    log(text);
  };
  const checkpoints = new Checkpoints(settings.checkpoints?.folder, say);
  const told = new ToldResults();
  try {
    for (let { host } = settings; ; ) {
      const lost = await trainInGroup(
        script,
        { ...settings, host },
        { line, watchdog, stop, log: say, checkpoints, told },
      );
      if (lost === undefined) break;
      host = lost.rest;
    }
  } finally {
    await watchdog.close();
    await line.leave();
  }
}

interface GroupContext {
  readonly watchdog: Watchdog;
  readonly line: LineToHosts;
  readonly checkpoints: Checkpoints;
  readonly told: ToldResults;
  readonly stop: AbortSignal;
  readonly log: (text: string) => void;
}

/** One generation of hosts. Returns the hosts that are left if one was lost and the others go on. */
async function trainInGroup(
  script: TrainingScript,
  settings: ScriptedSettings,
  { line, watchdog, checkpoints, told, stop, log }: GroupContext,
): Promise<{ readonly rest: HostSettings } | undefined> {
  const { onHostLoss, paths } = settings;
  const lostAt = Date.now();
  const group = await HostGroup.join(settings.host, {
    stop,
    log,
    line,
    onHostLoss,
    onPlace: (place) => watchdog.enter(place),
    onEvent: (event) => {
      watchdog.moved();
      const { isLeader } = group.host;
      if (event.kind === 'checkpoint') checkpoints.keep(event, { isWriter: isLeader });
      else if (isLeader) log(roundLine(event));
    },
  });
  const { host } = group;
  const own = { ...settings, host };
  if (host.count < settings.host.count) {
    log(
      `hosts: ${host.count} are left and go on after ${Date.now() - lostAt} ms; this is ${host.index + 1} of ${host.count}`,
    );
  }
  const saver = new ModelSaver({ settings: own, group, log });
  const exit = watchForExit(paths.failure, () => saver.describe());
  try {
    const run = runScript(script, trainingOf(own, { group, checkpoints, told, saver, stop, log }), paths.code);
    await Promise.race([group.whileWhole(run), watchdog.expired]);
    await group.endScript();
    await saver.finish();
    await group.leave();
    return undefined;
  } catch (error) {
    if (error instanceof HostLost && onHostLoss === 'continue' && !stop.aborted) {
      log(`hosts: ${error.host} is gone: ${error.what}. The other hosts go on without it`);
      await group.close(CLOSE_LOST_MILLISECONDS);
      return { rest: host };
    }
    const isKnown = group.isBroken || error instanceof TrainingStopped || isFailureOfAnotherHost(error);
    if (!isKnown) await line.fail(writeFailure(host.name, error));
    throw error;
  } finally {
    exit.close();
    await group.close();
  }
}

/** SageMaker finds no metrics in the lines of a training that has a name. */
function roundLine({ round, metrics, name }: RoundEvent): string {
  const line = formatMetricLine(round, metrics);
  return name === undefined ? line : line.replace(`[${round}]`, `${name}, round ${round}:`);
}

/** The functions and facts that the script of this job works with. */
function trainingOf(
  settings: ScriptedSettings,
  {
    group,
    checkpoints,
    told,
    saver,
    stop,
    log,
  }: Omit<GroupContext, 'line' | 'watchdog'> & { readonly group: HostGroup; readonly saver: ModelSaver },
): Training {
  const { host, hyperparameters, source } = settings;
  const { name, index, count, isLeader } = host;
  let shareCalls = 0;
  let trainCalls = 0;
  return {
    // What comes back depends on the options, as the type says.
    share: (async (options = {}) => {
      shareCalls += 1;
      const call = shareCalls;
      return await group.step({ name: 'share()', given: { ...options } }, () =>
        shareRows(options, { settings, told, call, group, stop, log }),
      );
    }) as ShareFunction,
    hyperparameters,
    settings: settings.own,
    channels: settings.channels,
    data: { table: source.table, target: source.target, validationTable: source.validationTable },
    train: async (share, chosen, { name: ofTraining } = {}) => {
      trainCalls += 1;
      const checkpointing = settings.checkpoints && { ...settings.checkpoints, checkpoints, call: trainCalls };
      return await group.step({ name: 'train()', given: sharedFacts(share, chosen) }, () =>
        trainModel(share, chosen, { table: settings.source.table, host, group, log, checkpointing, name: ofTraining }),
      );
    },
    saveModel: (model, more) => saver.save(model, more),
    host: { name, index, count, isLeader },
    log,
  };
}

/** An error that the script itself throws becomes a UserError, because the user can fix it. */
async function runScript(script: TrainingScript, training: Training, codeFolder: string): Promise<void> {
  try {
    await script.run(training);
  } catch (error) {
    if (kindOf(error) !== undefined || error instanceof TrainingStopped) throw error;
    throw scriptFailure(error, 'The training script failed', codeFolder);
  }
}

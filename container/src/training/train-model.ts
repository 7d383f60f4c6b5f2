import { UserError } from 'kernel-helpers/errors';
import {
  type Hyperparameters,
  hostProblems,
  parseHyperparameters,
  wordProblems,
} from 'kernel-helpers/training-contract/index';
import type { HostSettings } from '../settings';
import { libraryHasCuda } from '../xgboost/build-info';
import { findGpus } from '../xgboost/find-gpus';
import { boosterParameters } from './booster-parameters';
import { checkLabels } from './check-values';
import type { Checkpoints } from './checkpoints';
import { type ChosenDevice, chooseDevice } from './choose-device';
import { describeTraining, secondsSince, usedMemory } from './describe-work';
import type { HostGroup } from './host-group';
import type { Model } from './model';
import { findResumePoint, trainingIdentity } from './resume-training';
import { countRows, type Share, type StreamedShare } from './share';
import { shareProblems, streamProblems } from './share-problems';
import { TrainingStopped } from './stopped';
import { labelsOf, trainingRows } from './training-rows';

/** XGBoost's own default in its Python package and its command line. */
const DEFAULT_ROUNDS = 10;

/** The number of each `Model` in the training thread. */
const modelIds = new WeakMap<Model, number>();

export interface TrainContext {
  readonly table: string;
  readonly host: HostSettings;
  readonly group: HostGroup;
  readonly log: (text: string) => void;
  /** Names the training in its lines of the log. */
  readonly name?: string;
  /** Without it the training makes no checkpoints, and begins with its first round. */
  readonly checkpointing?: Checkpointing;
}

export interface Checkpointing {
  readonly checkpoints: Checkpoints;
  readonly everyRounds: number;
  /** Which call of `train` in the script this is, counted from 1. */
  readonly call: number;
}

/** What must be the same on every host of a training. Hosts with other values would wait for each other without end. */
export function sharedFacts(
  { features, target, validation }: Share | StreamedShare,
  { nthread: _, verbosity: __, ...hyperparameters }: Hyperparameters,
): Readonly<Record<string, unknown>> {
  return { ...hyperparameters, features, target, hasValidation: validation !== undefined };
}

/** Trains one model on the rows of all hosts. On a stop request it ends with the round and gives the model so far. */
export async function trainModel(
  share: Share | StreamedShare,
  given: Hyperparameters,
  context: TrainContext,
): Promise<Model> {
  const { host, group, log } = context;
  // A script may have changed them, and XGBoost would accept a wrong name without an error.
  const hyperparameters = parseHyperparameters(given);
  const { early_stopping_rounds: earlyStoppingRounds, num_round: rounds = DEFAULT_ROUNDS } = hyperparameters;
  if (earlyStoppingRounds !== undefined && share.validation === undefined) {
    throw new UserError('early_stopping_rounds needs rows to measure on: call share({ validation: 0.25 }).');
  }
  const { device, remark } = await group.together(prepareTraining(share, hyperparameters, context));
  if (remark !== undefined) log(remark);
  const threads = hyperparameters.nthread || host.threads;
  const { checkpointing } = context;
  const belongsTo = trainingIdentity(share, hyperparameters);
  const resume =
    checkpointing &&
    (await findResumePoint(checkpointing.call, { belongsTo, rounds }, { ...checkpointing, group, log }));
  const start = performance.now();
  const { modelId, best, ...trained } = await group.train({
    ...trainingRows(share),
    name: context.name,
    maxBin: hyperparameters.max_bin,
    parameters: boosterParameters(hyperparameters, { hostCount: host.count, threads, device }),
    rounds,
    earlyStoppingRounds,
    threads,
    checkpoints: checkpointing && { call: checkpointing.call, everyRounds: checkpointing.everyRounds, belongsTo },
    resume,
  });
  const seconds = secondsSince(start);
  await checkpointing?.checkpoints.written();
  if (trained.rounds === 0) throw new TrainingStopped();
  if (trained.endedBy === 'stop') log(`train: stopped on request after ${trained.rounds} of ${rounds} rounds`);
  const work = { name: context.name, rounds: trained.history.length, rowCount: countRows(share.train), seconds };
  log(describeTraining(work, usedMemory()));
  if (best !== undefined) log(`train: round ${best.round} is the best; the model keeps no round after it`);
  const { features, target, classes, range } = share;
  // Copied and frozen, so that the model stays the same when the script changes its share afterwards.
  const model: Model = Object.freeze({
    rounds: trained.rounds,
    metrics: trained.metrics,
    history: trained.history,
    roundsRun: trained.roundsRun,
    endedBy: trained.endedBy,
    bestRound: best?.round,
    features: Object.freeze([...features]),
    target,
    categories: categoriesOf(share),
    classes,
    tableRows: range.total,
  });
  modelIds.set(model, modelId);
  return model;
}

/**
 * Finds what keeps the job from training, and where to train. XGBoost would report these problems only in its first
 * round and without column names, while the other hosts wait.
 */
async function prepareTraining(
  share: Share | StreamedShare,
  hyperparameters: Hyperparameters,
  { host, table }: TrainContext,
): Promise<ChosenDevice> {
  const problems = [
    ...shareProblems(share),
    ...streamProblems(share, hyperparameters),
    ...hostProblems(hyperparameters, host.count),
    ...wordsProblems(share, hyperparameters, table),
  ];
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  checkLabels(labelsOf(share), { table, target: share.target }, hyperparameters);
  return chooseDevice({
    hyperparameters,
    rowCount: share.range.total,
    hostCount: host.count,
    instanceType: host.instanceType,
    found: findGpus(),
    libraryHasCuda,
  });
}

/** Of the features that the share has now: a script may have taken some out. */
function categoriesOf({ features, categories = {} }: Share | StreamedShare): Model['categories'] {
  const found = features.flatMap((name): [string, readonly string[]][] =>
    Object.hasOwn(categories, name) ? [[name, categories[name]]] : [],
  );
  return found.length === 0 ? undefined : Object.freeze(Object.fromEntries(found));
}

function wordsProblems(
  share: Share | StreamedShare,
  hyperparameters: Hyperparameters,
  table: string,
): readonly string[] {
  const { target, classes } = share;
  const features = Object.entries(categoriesOf(share) ?? {}).map(([name, words]) => ({ name, count: words.length }));
  const counted = { features, ...(classes !== undefined && { classes: { name: target, count: classes.length } }) };
  return wordProblems(table, counted, hyperparameters);
}

/** The number under which the training thread holds the model. */
export function modelIdOf(model: Model): number {
  const id = modelIds.get(model);
  if (id === undefined)
    throw new UserError('saveModel() takes the model that train() returned: saveModel(await train(…)).');
  return id;
}

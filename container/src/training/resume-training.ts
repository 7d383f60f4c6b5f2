import type { Hyperparameters } from 'kernel-helpers/training-contract/index';
import type { ResumePoint } from '../xgboost/train-rounds';
import { readCheckpointFacts } from './checkpoint-file';
import type { Checkpoints } from './checkpoints';
import type { HostGroup } from './host-group';
import type { Share } from './share';

/** Hyperparameters that may change between a checkpoint and the training that goes on from it. */
const MAY_CHANGE: ReadonlySet<string> = new Set([
  'num_round',
  'early_stopping_rounds',
  'nthread',
  'verbosity',
  'device',
]);

export interface ResumeContext {
  readonly group: HostGroup;
  readonly checkpoints: Checkpoints;
  readonly log: (text: string) => void;
}

/** What a checkpoint must have in common with the training that goes on from it. */
export function trainingIdentity(
  share: Pick<Share, 'features' | 'target' | 'categories' | 'classes'>,
  hyperparameters: Hyperparameters,
): Readonly<Record<string, unknown>> {
  const chosen = Object.entries(hyperparameters)
    .filter(([name, value]) => value !== undefined && !MAY_CHANGE.has(name))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const { features, target, categories, classes } = share;
  return { features, target, categories, classes, ...Object.fromEntries(chosen) };
}

/** The point from which all hosts go on: the newest checkpoint that any of them has, whoever wrote it. */
export async function findResumePoint(
  call: number,
  { belongsTo, rounds }: { readonly belongsTo: Readonly<Record<string, unknown>>; readonly rounds: number },
  { group, checkpoints, log }: ResumeContext,
): Promise<ResumePoint | undefined> {
  const { index, count } = group.host;
  const own = await group.together(checkpoints.newest(call, belongsTo, rounds));
  const [newest] = await group.maximum([own?.rounds ?? 0]);
  if (newest === 0) return undefined;
  const [fromEnd] = await group.maximum([own?.rounds === newest ? count - index : 0]);
  const root = count - fromEnd;
  const bytes = await group.broadcast(root === index ? own?.bytes : undefined, root);
  const { metrics, best } = readCheckpointFacts(bytes);
  log(`train: goes on from a checkpoint after ${newest} of ${rounds} rounds`);
  return { bytes, rounds: newest, metrics, best };
}

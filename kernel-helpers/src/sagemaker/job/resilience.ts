import { type OptionNames, unknownOptions } from '../../option-names';

/** How often a job keeps its model in S3 while it trains, and where. */
export interface JobCheckpoints {
  /** @default 10 */
  readonly everyRounds?: number;
  /** `s3://bucket/folder` of an earlier job, to go on from there. @default a folder of this job alone */
  readonly uri?: string;
}

/** Spare machines of AWS, which are cheaper and may be taken away at any time. */
export interface SpotOptions {
  /** The longest time for waiting and training together; at least `maxRunSeconds`. */
  readonly maxWaitSeconds: number;
}

export interface JobResilience {
  /**
   * What the other hosts do when one is lost: `fail` ends the job and names the host; `continue` shares the rows anew
   * and goes on from the last checkpoint. @default 'fail'
   */
  readonly onHostLoss?: 'fail' | 'continue';
  /** Keeps the model in S3 while it trains, so that a job can go on from there, on any number of hosts. @default only with `spot` */
  readonly checkpoints?: JobCheckpoints | true;
  /** Trains on spare machines; when they are taken away, the job waits and goes on from its last checkpoint. */
  readonly spot?: SpotOptions;
  /**
   * The job fails when nothing moves on one of its hosts for this long: no line in the log, no round, no step of the script.
   * Give it more than the longest query takes; at least 60. @default `maxRunSeconds` alone ends a job, also one whose hosts
   * wait for each other
   */
  readonly watchdogSeconds?: number;
}

/** Hosts that wait for each other say so every 30 seconds. */
const MIN_WATCHDOG_SECONDS = 60;
const CHECKPOINT_NAMES: OptionNames<JobCheckpoints> = { everyRounds: true, uri: true };
const SPOT_NAMES: OptionNames<SpotOptions> = { maxWaitSeconds: true };

/** Says what is wrong with these options; an empty list if nothing is. */
export function resilienceProblems(
  { onHostLoss, checkpoints, spot, watchdogSeconds }: JobResilience,
  maxRunSeconds: number,
): string[] {
  return [
    ...(onHostLoss === undefined || ['fail', 'continue'].includes(onHostLoss)
      ? []
      : [`onHostLoss must be 'fail' or 'continue', not ${JSON.stringify(onHostLoss)}.`]),
    ...(checkpoints === undefined || checkpoints === true ? [] : checkpointProblems(checkpoints)),
    ...(watchdogSeconds === undefined || isWholeFrom(watchdogSeconds, MIN_WATCHDOG_SECONDS)
      ? []
      : [
          `watchdogSeconds must be a whole number of at least ${MIN_WATCHDOG_SECONDS}, not ${String(watchdogSeconds)}.`,
        ]),
    ...(spot === undefined ? [] : spotProblems(spot, maxRunSeconds)),
  ];
}

function checkpointProblems(checkpoints: JobCheckpoints): string[] {
  if (typeof checkpoints !== 'object' || checkpoints === null)
    return ['checkpoints must be true, or an object such as { everyRounds: 10 }.'];
  const { everyRounds, uri } = checkpoints;
  return [
    ...unknownOptions(checkpoints, CHECKPOINT_NAMES),
    ...(everyRounds === undefined || isWholeFrom(everyRounds, 1)
      ? []
      : [`checkpoints.everyRounds must be a whole number of at least 1, not ${String(everyRounds)}.`]),
    ...(uri === undefined || /^s3:\/\/[^/]+\/.+/.test(uri)
      ? []
      : [`checkpoints.uri must be of the form s3://bucket/folder, not ${JSON.stringify(uri)}.`]),
  ];
}

function spotProblems(spot: SpotOptions, maxRunSeconds: number): string[] {
  if (typeof spot !== 'object' || spot === null) return ['spot must be an object such as { maxWaitSeconds: 7200 }.'];
  const { maxWaitSeconds } = spot;
  return [
    ...unknownOptions(spot, SPOT_NAMES),
    ...(isWholeFrom(maxWaitSeconds, maxRunSeconds)
      ? []
      : [
          `spot.maxWaitSeconds must be a whole number of at least maxRunSeconds (${maxRunSeconds}), not ${String(maxWaitSeconds)}.`,
        ]),
  ];
}

function isWholeFrom(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least;
}

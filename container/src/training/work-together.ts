import { setTimeout as delay } from 'node:timers/promises';
import type { Remote } from 'kernel-helpers/threads/worker-calls';
import type { HostSettings } from '../settings';
import type { TrainingThreadCalls } from '../xgboost/training-thread';
import { readFailure, writeFailure } from './host-failure';
import { TrainingStopped } from './stopped';

/** Hosts that wait for each other ask each other this often, so that a stop or a failure of one is known to all. */
const SIGN_OF_LIFE_MILLISECONDS = 1000;

export interface TogetherContext {
  readonly host: HostSettings;
  readonly calls: Pick<Remote<TrainingThreadCalls>, 'maximum' | 'broadcast'>;
  readonly stop: AbortSignal;
}

/** How a host's own work ended. */
type Outcome<Result> = { readonly value: Result } | { readonly error: unknown };

/**
 * Does this host's own work while the others do theirs; returns when all are done.
 * @throws on every host, if the work of one of them failed; TrainingStopped if a stop was asked for.
 */
export async function workTogether<Result>(work: Promise<Result>, context: TogetherContext): Promise<Result> {
  const outcome = settle(work);
  for (;;) {
    const own = await Promise.race([outcome, delay(SIGN_OF_LIFE_MILLISECONDS, undefined, { ref: false })]);
    const { isAnyoneWorking, isStopRequested, failedIndex } = await vote(own, context);
    // A stop makes work under way fail, so look for a stop first.
    if (isStopRequested) throw new TrainingStopped();
    if (failedIndex !== undefined) throw await exchangeFailure(failedIndex, own, context);
    if (!isAnyoneWorking && own !== undefined && 'value' in own) return own.value;
  }
}

/** Gives the text of the host at `root` to every host. */
export async function broadcastText(
  text: string | undefined,
  root: number,
  { host, calls }: Pick<TogetherContext, 'host' | 'calls'>,
): Promise<string> {
  const bytes = root === host.index ? new TextEncoder().encode(text) : undefined;
  return new TextDecoder().decode(await calls.broadcast(bytes, root));
}

/** Asks all hosts; every host gets the same answers. */
async function vote(own: Outcome<unknown> | undefined, { host: { index, count }, calls, stop }: TogetherContext) {
  const hasFailed = own !== undefined && 'error' in own;
  const [working, stops, failedFromEnd] = await calls.maximum([
    own === undefined ? 1 : 0,
    stop.aborted ? 1 : 0,
    hasFailed ? count - index : 0,
  ]);
  return {
    isAnyoneWorking: working > 0,
    isStopRequested: stops > 0,
    /** The first host whose work failed. */
    failedIndex: failedFromEnd === 0 ? undefined : count - failedFromEnd,
  };
}

async function exchangeFailure(
  failedIndex: number,
  own: Outcome<unknown> | undefined,
  context: TogetherContext,
): Promise<unknown> {
  const { host } = context;
  const ownError = own !== undefined && 'error' in own ? own.error : undefined;
  const told = await broadcastText(writeFailure(host.name, ownError), failedIndex, context);
  return failedIndex === host.index ? ownError : readFailure(told);
}

async function settle<Result>(work: Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { THREADS } from '../locations';
import type { HostSettings } from '../settings';
import type { TrackerThreadCalls } from '../xgboost/tracker-thread';
import type { TrainingOrder } from '../xgboost/train-rounds';
import type { ModelSummary, RoundEvent, TrainingThreadCalls } from '../xgboost/training-thread';
import { CallableWorker } from '../xgboost/worker-calls';
import { NAME_WAIT_SECONDS, resolveHost } from './host-address';
import { readFailure, writeFailure } from './host-failure';
import { sayWhileWaiting } from './say-while-waiting';
import { TrainingStopped } from './stopped';

/** How long hosts may take to join, and how long one may be silent in the middle of a call. */
const TIMEOUT_SECONDS = 300;
/** How long the first host waits at the end for the others to leave. */
const FAREWELL_SECONDS = 10;
/** How long hosts may still take to meet after a stop was asked for. */
const MEETING_GRACE_MILLISECONDS = 2000;
/** How long to wait for the training thread to close: it cannot be interrupted inside XGBoost. */
const LETTING_GO_MILLISECONDS = 2000;
/** Hosts that wait for each other give a sign of life this often, so that a slow query does not become a timeout. */
const SIGN_OF_LIFE_MILLISECONDS = 1000;
/** The first generation of hosts, and the only one: when a host is lost, the job fails instead of meeting again. */
const GENERATION = 0;

export interface HostGroupOptions {
  /** Aborted when the job is asked to stop. */
  readonly stop: AbortSignal;
  readonly onRound: (event: RoundEvent) => void;
  readonly log: (text: string) => void;
}

/** How a host's own work ended. */
type Outcome<Result> = { readonly value: Result } | { readonly error: unknown };

/** This host among the hosts of its job. The first host of the sorted list leads. */
export class HostGroup {
  readonly #host: HostSettings;
  readonly #stop: AbortSignal;
  readonly #log: (text: string) => void;
  readonly #thread: CallableWorker<TrainingThreadCalls, RoundEvent>;
  #tracker: CallableWorker<TrackerThreadCalls> | undefined;
  #isOpen = true;

  private constructor(host: HostSettings, { stop, onRound, log }: HostGroupOptions) {
    this.#host = host;
    this.#stop = stop;
    this.#log = log;
    // XGBoost's threads wait for each other in a busy loop by default. Where cores are shared, as by the hosts of a
    // local account, that makes training many times slower; where each host has its own cores, it makes no difference.
    process.env.OMP_WAIT_POLICY ??= 'passive';
    this.#thread = new CallableWorker(
      THREADS.training,
      ['join', 'maximum', 'broadcast', 'train', 'saveModel', 'leave'],
      { data: { stopFlag: flagOf(stop) }, onEvent: onRound },
    );
  }

  /** Meets the other hosts; returns when all have joined. */
  static async join(host: HostSettings, options: HostGroupOptions): Promise<HostGroup> {
    const group = new HostGroup(host, options);
    try {
      const meeting = Promise.race([group.#meet(), untilStopped(options.stop)]);
      await sayWhileWaiting(meeting, `still waiting for all ${host.count} hosts to start`, options.log);
      return group;
    } catch (error) {
      await group.close();
      throw error;
    }
  }

  /**
   * Does this host's own work while the others do theirs; returns when all are done.
   * @throws on every host, if the work of one of them failed; TrainingStopped if a stop was asked for.
   */
  together<Result>(work: Promise<Result>): Promise<Result> {
    return this.#whileOpen(this.#workTogether(work));
  }

  async #workTogether<Result>(work: Promise<Result>): Promise<Result> {
    const outcome = settle(work);
    for (;;) {
      const own = await Promise.race([outcome, delay(SIGN_OF_LIFE_MILLISECONDS, undefined, { ref: false })]);
      const { isAnyoneWorking, isStopRequested, failedIndex } = await this.#vote(own);
      // A stop makes work under way fail, so look for a stop first.
      if (isStopRequested) throw new TrainingStopped();
      if (failedIndex !== undefined) throw await this.#exchangeFailure(failedIndex, own);
      if (!isAnyoneWorking && own !== undefined && 'value' in own) return own.value;
    }
  }

  /** Gives the leader's text to every host. */
  async shareFromLeader(text: string | undefined): Promise<string> {
    return this.#broadcast(text, 0);
  }

  /** For each position, the largest of the values that the hosts give. */
  maximum(values: readonly number[]): Promise<number[]> {
    return this.#thread.calls.maximum(values);
  }

  train(order: TrainingOrder): Promise<ModelSummary> {
    return this.#whileOpen(this.#thread.calls.train(order));
  }

  modelFile(modelId: number, attributes: Readonly<Record<string, string>>): Promise<Uint8Array> {
    return this.#thread.calls.saveModel(modelId, attributes);
  }

  /** Leaves after everything went well. The leader waits for the others, because they need its tracker to leave. */
  async leave(): Promise<void> {
    await this.#thread.calls.leave();
    await this.#tracker?.calls.finish(FAREWELL_SECONDS);
    await this.close();
  }

  /**
   * Leaves at once, whatever the other hosts do. If the training thread waits inside XGBoost for a lost
   * host, it goes on waiting and ends with the process.
   */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const letGo = async () => {
      await this.#thread.calls.leave();
      await this.#thread.close();
      await this.#tracker?.calls.close();
      await this.#tracker?.close();
    };
    await Promise.race([letGo(), delay(LETTING_GO_MILLISECONDS, undefined, { ref: false })]);
  }

  /** A call that a script did not wait for fails when this host leaves. Only the reason for leaving is told. */
  async #whileOpen<Result>(call: Promise<Result>): Promise<Result> {
    try {
      return await call;
    } catch (error) {
      if (this.#isOpen) throw error;
      return await new Promise<never>(() => undefined);
    }
  }

  async #meet(): Promise<void> {
    const { name, names, index, count, addresses, isLeader } = this.#host;
    const port = this.#host.trackerPort + GENERATION;
    const resolve = (host: string): Promise<string> => resolveHost(host, addresses, { log: this.#log });
    const trackerHost = count === 1 ? name : await resolve(names[0]);
    if (isLeader && count > 1) {
      this.#tracker = new CallableWorker(THREADS.tracker, ['start', 'finish', 'close']);
      const timeoutSeconds = NAME_WAIT_SECONDS + TIMEOUT_SECONDS;
      await this.#tracker.calls.start({ host: trackerHost, port, hostCount: count, timeoutSeconds });
    }
    // Join only when all names are known: then the other hosts know them, too, and come within the time limit.
    if (count > 1) await Promise.all(names.filter((other) => other !== name).map(resolve));
    await this.#thread.calls.join({
      trackerHost,
      trackerPort: port,
      hostIndex: index,
      hostCount: count,
      generation: GENERATION,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
  }

  /** Asks all hosts; every host gets the same answers. */
  async #vote(own: Outcome<unknown> | undefined) {
    const { index, count } = this.#host;
    const hasFailed = own !== undefined && 'error' in own;
    const [working, stops, failedFromEnd] = await this.#thread.calls.maximum([
      own === undefined ? 1 : 0,
      this.#stop.aborted ? 1 : 0,
      hasFailed ? count - index : 0,
    ]);
    return {
      isAnyoneWorking: working > 0,
      isStopRequested: stops > 0,
      /** The first host whose work failed. */
      failedIndex: failedFromEnd === 0 ? undefined : count - failedFromEnd,
    };
  }

  async #exchangeFailure(failedIndex: number, own: Outcome<unknown> | undefined): Promise<unknown> {
    const ownError = own !== undefined && 'error' in own ? own.error : undefined;
    const told = await this.#broadcast(writeFailure(this.#host.name, ownError), failedIndex);
    return failedIndex === this.#host.index ? ownError : readFailure(told);
  }

  async #broadcast(text: string | undefined, root: number): Promise<string> {
    const bytes = root === this.#host.index ? new TextEncoder().encode(text) : undefined;
    return new TextDecoder().decode(await this.#thread.calls.broadcast(bytes, root));
  }
}

/** The signal as a number that a thread can read in the middle of its work. */
function flagOf(signal: AbortSignal): Int32Array {
  const flag = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const raise = () => Atomics.store(flag, 0, 1);
  if (signal.aborted) raise();
  signal.addEventListener('abort', raise, { once: true });
  return flag;
}

/** Waits a little after a stop, so that hosts that are about to meet still do so and all learn of the stop. */
async function untilStopped(stop: AbortSignal): Promise<never> {
  if (!stop.aborted) await once(stop, 'abort');
  await delay(MEETING_GRACE_MILLISECONDS, undefined, { ref: false });
  throw new TrainingStopped();
}

async function settle<Result>(work: Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

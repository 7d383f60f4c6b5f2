import { setTimeout as delay } from 'node:timers/promises';
import { InternalError, isPlatformError, PlatformError, UserError } from 'kernel-helpers/errors';
import { CallableWorker } from 'kernel-helpers/threads/worker-calls';
import { THREADS } from '../locations';
import type { HostSettings } from '../settings';
import type { TrainingOrder } from '../xgboost/train-rounds';
import type { ModelSummary, TrainingEvent, TrainingThreadCalls } from '../xgboost/training-thread';
import { readFailure } from './host-failure';
import { HostLost, LeftBehind } from './host-lost';
import { HostMeeting } from './host-meeting';
import type { LineEvent, Meeting } from './line/host-line';
import type { LineToHosts } from './line/line-to-hosts';
import type { FeatureImportance } from './output-data';
import { sayWhileWaiting } from './say-while-waiting';
import { ScriptSteps, type Step } from './script-steps';
import { untilStopped } from './stopped';
import { broadcastText, type TogetherContext, workTogether } from './work-together';

/** How long a host may be silent inside XGBoost. A lost host is noticed long before, by the line between the hosts. */
const SILENCE_SECONDS = 3600;
/** How long to wait for the training thread to close: it cannot be interrupted inside XGBoost. */
const LETTING_GO_MILLISECONDS = 2000;
/** XGBoost may know first that a connection broke. The line says within this time which host is lost, and why. */
const VERDICT_MILLISECONDS = 8000;

export interface HostGroupOptions {
  /** Aborted when the job is asked to stop. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: TrainingEvent) => void;
  /** Called with the place of this host in its script, such as `in step 2, train()`. */
  readonly onPlace: (place: string) => void;
  readonly log: (text: string) => void;
  readonly line: LineToHosts;
  /** Whether the loss of a host fails the job, or the other hosts meet again. */
  readonly onHostLoss: 'fail' | 'continue';
}

/** This host among the hosts of one generation. When a host is lost, every call fails, and the rest meet in a new group. */
export class HostGroup {
  /** This host's place in this generation. */
  host: HostSettings;
  readonly #options: HostGroupOptions;
  readonly #place: HostMeeting;
  readonly #thread: CallableWorker<TrainingThreadCalls, TrainingEvent>;
  /** Rejects when this group cannot go on: a host is lost, or its work failed. */
  readonly #broken: Promise<never>;
  #break: (reason: Error) => void = () => undefined;
  #isBroken = false;
  readonly #lost = new Map<string, string>();
  readonly #left = new Set<string>();
  #meeting: Meeting | undefined;
  #steps: ScriptSteps | undefined;
  #isOpen = true;

  private constructor(host: HostSettings, options: HostGroupOptions) {
    this.host = host;
    this.#options = options;
    this.#place = new HostMeeting(host, options);
    this.#broken = new Promise((_, reject) => {
      this.#break = (reason) => {
        this.#isBroken = true;
        reject(reason);
      };
    });
    // Nobody may be waiting at that moment.
    this.#broken.catch(() => undefined);
    // XGBoost's threads wait for each other in a busy loop. On cores of their own that halves the time of quick rounds;
    // on cores that hosts share, it makes training many times slower.
    if (host.sharesCores) process.env.OMP_WAIT_POLICY ??= 'passive';
    this.#thread = new CallableWorker(
      THREADS.training,
      ['join', 'maximum', 'broadcast', 'train', 'saveModel', 'importance', 'leave'],
      { data: { stopFlag: flagOf(options.stop) }, onEvent: options.onEvent },
    );
  }

  /** Meets the other hosts that are not lost; returns when all have joined. */
  static async join(host: HostSettings, options: HostGroupOptions): Promise<HostGroup> {
    const group = new HostGroup(host, options);
    try {
      if (host.count > 1) options.line.listen((event) => group.#hear(event));
      const meeting = Promise.race([group.#meet(), group.#broken, untilStopped(options.stop)]);
      await sayWhileWaiting(meeting, () => `still waiting for all ${host.count} hosts to start`, options.log);
      return group;
    } catch (error) {
      await group.close();
      throw error;
    }
  }

  /** True once a host was lost or its work failed: what other calls say after that is a consequence of it. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Fails as soon as a host is lost or its work failed, whatever this host is doing. */
  whileWhole<Result>(work: Promise<Result>): Promise<Result> {
    return Promise.race([work, this.#broken]);
  }

  /** Does a step of the script when every host has come to it. */
  step<Result>(step: Step, work: () => Promise<Result>): Promise<Result> {
    return this.whileWhole(this.#joined.run(step, work));
  }

  /** Says that this host's script has no further step. */
  async endScript(): Promise<void> {
    await this.#joined.end();
  }

  get #joined(): ScriptSteps {
    if (this.#steps === undefined) throw new InternalError('The hosts have not met yet.');
    return this.#steps;
  }

  /**
   * Does this host's own work while the others do theirs; returns when all are done.
   * @throws on every host, if the work of one of them failed; TrainingStopped if a stop was asked for; HostLost.
   */
  together<Result>(work: Promise<Result>): Promise<Result> {
    return this.#call(workTogether(work, this.#together));
  }

  /** Gives the leader's text to every host. */
  shareFromLeader(text: string | undefined): Promise<string> {
    return this.#call(broadcastText(text, 0, this.#together));
  }

  /** Gives the bytes of the host at `root` to every host; the others pass undefined. */
  broadcast(bytes: Uint8Array | undefined, root: number): Promise<Uint8Array> {
    return this.#call(this.#thread.calls.broadcast(bytes, root));
  }

  /** For each position, the largest of the values that the hosts give. */
  maximum(values: readonly number[]): Promise<number[]> {
    return this.#call(this.#thread.calls.maximum(values));
  }

  train(order: TrainingOrder): Promise<ModelSummary> {
    return this.#call(this.#thread.calls.train(order));
  }

  modelFile(modelId: number, attributes: Readonly<Record<string, string>>): Promise<Uint8Array> {
    return this.#thread.calls.saveModel(modelId, attributes);
  }

  importance(modelId: number, features: readonly string[]): Promise<FeatureImportance> {
    return this.#thread.calls.importance(modelId, features);
  }

  /** Leaves after everything went well. The leader waits for the others, because they need its tracker to leave. */
  async leave(): Promise<void> {
    await this.#thread.calls.leave();
    await this.#place.finish();
    await this.close();
  }

  /**
   * Leaves at once, whatever the other hosts do. If the training thread waits inside XGBoost for a lost
   * host, it goes on waiting and ends with the process.
   */
  async close(patienceMilliseconds = LETTING_GO_MILLISECONDS): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const letGo = async () => {
      await this.#place.close();
      await this.#thread.calls.leave();
      await this.#thread.close();
    };
    await Promise.race([letGo(), delay(patienceMilliseconds, undefined, { ref: false })]);
  }

  get #together(): TogetherContext {
    return { host: this.host, calls: this.#thread.calls, stop: this.#options.stop };
  }

  /** A call that a script did not wait for fails when this host leaves. Only the reason for leaving is told. */
  async #call<Result>(call: Promise<Result>): Promise<Result> {
    try {
      return await Promise.race([call, this.#broken]);
    } catch (error) {
      if (!this.#isOpen && !this.#isBroken) return await new Promise<never>(() => undefined);
      if (this.#isBroken) return await this.#broken;
      throw isPlatformError(error) ? await this.#explain(error) : error;
    }
  }

  /** Why a connection of XGBoost broke, as the line between the hosts knows it. */
  async #explain(error: PlatformError): Promise<Error> {
    if (this.host.count === 1) return error;
    const verdict = delay(VERDICT_MILLISECONDS, undefined, { ref: false });
    try {
      await Promise.race([verdict, this.#broken]);
    } catch (reason) {
      if (reason instanceof Error) return reason;
    }
    const gone = [...this.#left];
    if (gone.length === 0) {
      return new PlatformError(
        'The connection between two hosts broke, although every host still answers. Start the job again.',
        { cause: error },
      );
    }
    return new UserError(
      `Host ${gone.join(', ')} has ended its script, but this host still works with it. Wait for share() and train() with await, and call them in the same order on every host.`,
      { cause: error },
    );
  }

  #hear(event: LineEvent): void {
    if (event.kind === 'failed') this.#break(readFailure(event.failure));
    else if (event.kind === 'left') this.#left.add(event.host);
    else if (event.kind === 'step') {
      // A host that was slow may still tell of hosts that have met anew since then.
      if (event.generation === this.#meeting?.generation) this.#steps?.hear(event.step);
    } else if (event.host === this.host.name) this.#break(new LeftBehind(event.host, event.reason));
    else {
      this.#lost.set(event.host, event.reason);
      this.#judgeLosses();
    }
  }

  /** A host that was lost before this group has met is no part of it. */
  #judgeLosses(): void {
    const hosts = this.#options.onHostLoss === 'fail' ? this.host.names : (this.#meeting?.hosts ?? []);
    const lost = hosts.find((host) => this.#lost.has(host));
    if (lost !== undefined) this.#break(new HostLost(lost, this.#lost.get(lost) ?? ''));
  }

  async #meet(): Promise<void> {
    const meeting = await this.#place.find();
    const { hosts, generation, trackerPort } = meeting;
    const index = hosts.indexOf(this.host.name);
    this.host = { ...this.host, names: hosts, index, count: hosts.length, isLeader: index === 0 };
    this.#meeting = meeting;
    this.#steps = new ScriptSteps({
      host: this.host.name,
      hosts,
      tell: (step) => this.#options.line.step(generation, step),
      fail: (problem) => this.#break(problem),
      onPlace: this.#options.onPlace,
      log: this.#options.log,
    });
    this.#judgeLosses();
    await this.#thread.calls.join({
      trackerHost: await this.#place.addressOf(hosts[0]),
      trackerPort,
      hostIndex: index,
      hostCount: hosts.length,
      generation,
      timeoutSeconds: SILENCE_SECONDS,
    });
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

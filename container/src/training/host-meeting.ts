import { setTimeout as delay } from 'node:timers/promises';
import { PlatformError } from 'kernel-helpers/errors';
import { CallableWorker } from 'kernel-helpers/threads/worker-calls';
import { THREADS } from '../locations';
import type { HostSettings } from '../settings';
import type { TrackerThreadCalls } from '../xgboost/tracker-thread';
import { resolveHost } from './host-address';
import type { Meeting } from './line/host-line';
import type { LineToHosts } from './line/line-to-hosts';

/** How long hosts may take to meet once their names are known. */
const MEETING_SECONDS = 300;
/** How long the first host waits at the end for the others to leave. */
const FAREWELL_SECONDS = 10;

export interface HostMeetingOptions {
  readonly line: LineToHosts;
  readonly log: (text: string) => void;
}

/** Brings the hosts that are there together: finds out who they are, and where XGBoost's tracker is. */
export class HostMeeting {
  readonly #host: HostSettings;
  readonly #options: HostMeetingOptions;
  /** On the first host. */
  #tracker: CallableWorker<TrackerThreadCalls> | undefined;

  constructor(host: HostSettings, options: HostMeetingOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Where this generation meets. The leader waits for all others first, so they join at once. */
  async find(): Promise<Meeting> {
    if (this.#host.count === 1) return { generation: 0, hosts: [this.#host.name], trackerPort: 0 };
    const { line } = this.#options;
    for (;;) {
      const told = await within(MEETING_SECONDS, line.met(), () => this.#notAllCame());
      if (told !== undefined) return told;
      const hosts = await within(MEETING_SECONDS, line.gathered(), () => this.#notAllCame());
      const announced = await line.announce(hosts, hosts.length === 1 ? 0 : await this.#startTracker(hosts));
      if (announced !== undefined) return announced;
      await this.#tracker?.close();
    }
  }

  async addressOf(host: string): Promise<string> {
    const { addresses, name, count } = this.#host;
    return count === 1 ? name : await resolveHost(host, addresses, { log: this.#options.log });
  }

  /** Waits for the others to leave, because they need this host's tracker for that. */
  async finish(): Promise<void> {
    await this.#tracker?.calls.finish(FAREWELL_SECONDS);
  }

  async close(): Promise<void> {
    await this.#tracker?.calls.close();
    await this.#tracker?.close();
  }

  async #startTracker(hosts: readonly string[]): Promise<number> {
    this.#tracker = new CallableWorker(THREADS.tracker, ['start', 'finish', 'close']);
    const host = await this.addressOf(this.#host.name);
    return await this.#tracker.calls.start({ host, port: 0, hostCount: hosts.length, timeoutSeconds: MEETING_SECONDS });
  }

  async #notAllCame(): Promise<Error> {
    const missing = this.#host.isLeader ? await this.#options.line.missing() : [this.#host.names[0]];
    return new PlatformError(
      `${missing.join(', ')} did not come within ${MEETING_SECONDS} s. Look at the log of that host; in a VPC the security group must let the hosts reach each other on every TCP port. Then start the job again.`,
    );
  }
}

async function within<Result>(seconds: number, work: Promise<Result>, late: () => Promise<Error>): Promise<Result> {
  const isLate = Symbol('late');
  const timer = new AbortController();
  const limit = delay(seconds * 1000, isLate, { ref: false, signal: timer.signal }).catch(() => isLate);
  const first = await Promise.race([work, limit]).finally(() => timer.abort());
  if (first !== isLate) return first as Result;
  throw await late();
}

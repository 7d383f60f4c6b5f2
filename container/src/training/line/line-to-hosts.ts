import { InternalError } from 'kernel-helpers/errors';
import { CallableWorker } from 'kernel-helpers/threads/worker-calls';
import { THREADS } from '../../locations';
import type { HostSettings } from '../../settings';
import { resolveHost } from '../host-address';
import type { TakenStep } from '../script-steps';
import type { LineEvent, Meeting } from './host-line';
import type { HostLineCalls } from './host-line-thread';

/** A host that says nothing for this long is lost. Its line is a thread of its own, so busy work does not silence it. */
const SILENCE_MILLISECONDS = 6000;
const WORDS_MILLISECONDS = 500;
/** A script that logs much must not keep the line busy. */
const PAUSE_BETWEEN_WORDS_MILLISECONDS = 50;
/** How long the end of a host waits until the other hosts have read its last message. */
const FAREWELL_MILLISECONDS = 5000;

/** The line from this host to the other hosts of its job; a job of one host has none. */
export class LineToHosts {
  readonly #worker: CallableWorker<HostLineCalls, LineEvent> | undefined;
  #listener: ((event: LineEvent) => void) | undefined;
  /** What came while nobody listened. */
  #unheard: LineEvent[] = [];
  #lastLine = '';
  #saidAt = 0;
  #timer: NodeJS.Timeout | undefined;

  private constructor(hasOthers: boolean) {
    if (!hasOthers) return;
    this.#worker = new CallableWorker(
      THREADS.line,
      ['open', 'gathered', 'missing', 'announce', 'met', 'say', 'fail', 'step', 'leave'],
      { onEvent: (event) => this.#hear(event) },
    );
  }

  /** Resolves when the names of all hosts are known; the hosts themselves may still be starting. */
  static async open(host: HostSettings, log: (text: string) => void): Promise<LineToHosts> {
    const line = new LineToHosts(host.count > 1);
    if (host.count === 1) return line;
    try {
      await line.#open(host, log);
      return line;
    } catch (error) {
      await line.close();
      throw error;
    }
  }

  /** Hears what happens to other hosts, from now on; what came before is heard first. */
  listen(listener: (event: LineEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#unheard.splice(0)) listener(event);
  }

  /** Where the leader says to meet; undefined if this host leads. */
  met(): Promise<Meeting | undefined> {
    return this.#calls.met();
  }

  gathered(): Promise<readonly string[]> {
    return this.#calls.gathered();
  }

  missing(): Promise<readonly string[]> {
    return this.#calls.missing();
  }

  announce(hosts: readonly string[], trackerPort: number): Promise<Meeting | undefined> {
    return this.#calls.announce(hosts, trackerPort);
  }

  /** Remembers a line of this host's log. The other hosts tell it if this host is lost. */
  heard(line: string): void {
    this.#lastLine = line;
    // At once, because a host that is lost soon has no later sign of life.
    if (this.#timer !== undefined && Date.now() - this.#saidAt >= PAUSE_BETWEEN_WORDS_MILLISECONDS) this.#say();
  }

  /** Tells the other hosts why the work of this host failed. */
  async fail(failure: string): Promise<void> {
    await this.#worker?.calls.fail(failure);
  }

  /** Tells the other hosts that the script of this host has come to a step. */
  async step(generation: number, step: TakenStep): Promise<void> {
    await this.#worker?.calls.step(generation, step);
  }

  /** Tells the other hosts that this one is done. */
  async leave(): Promise<void> {
    await Promise.race([this.#worker?.calls.leave(), sleep(FAREWELL_MILLISECONDS)]);
    await this.close();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#worker?.close();
  }

  async #open({ name, names, addresses, trackerPort }: HostSettings, log: (text: string) => void): Promise<void> {
    const resolved = await Promise.all(
      names.map(async (host): Promise<[string, string]> => [host, await resolveHost(host, addresses, { log })]),
    );
    await this.#calls.open({
      host: name,
      hosts: names,
      addresses: Object.fromEntries(resolved),
      leaderPort: trackerPort,
      silenceMilliseconds: SILENCE_MILLISECONDS,
    });
    this.#timer = setInterval(() => this.#say(), WORDS_MILLISECONDS).unref();
  }

  #say(): void {
    this.#saidAt = Date.now();
    const megabytes = Math.round(process.memoryUsage.rss() / 2 ** 20);
    // Only the end of the thread, which comes with the end of the job, keeps a word from being said.
    this.#calls.say({ lastLine: this.#lastLine, megabytes }).catch(() => clearInterval(this.#timer));
  }

  get #calls(): CallableWorker<HostLineCalls, LineEvent>['calls'] {
    if (this.#worker === undefined) throw new InternalError('A job of one host has no line to other hosts.');
    return this.#worker.calls;
  }

  #hear(event: LineEvent): void {
    if (this.#listener === undefined) this.#unheard.push(event);
    else this.#listener(event);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

import { END, type TakenStep } from '../script-steps';
import { type ConnectionPlaces, LineConnections } from './line-connections';
import type { LastWords, LineMessage } from './line-message';

export interface LineOptions extends ConnectionPlaces {
  /** All hosts of the job; the first one leads. */
  readonly hosts: readonly string[];
  /** A host that says nothing for this long is lost. */
  readonly silenceMilliseconds: number;
}

/** Hosts that begin to work together, and where they meet. */
export interface Meeting {
  /** 0 when a job starts, one more each time its hosts meet again. */
  readonly generation: number;
  readonly hosts: readonly string[];
  readonly trackerPort: number;
}

export type LineEvent =
  /** A host does not answer any more. Its reason ends with what it said last. */
  | { readonly kind: 'lost'; readonly host: string; readonly reason: string }
  /** The work of a host failed, and it told why. */
  | { readonly kind: 'failed'; readonly failure: string }
  /** A host has come to a step of its script. */
  | { readonly kind: 'step'; readonly generation: number; readonly step: TakenStep }
  /** A host has done its work and left. */
  | { readonly kind: 'left'; readonly host: string };

const BEAT_MILLISECONDS = 500;
/** How long the hosts that are left may take to find their new leader. */
const TAKEOVER_MILLISECONDS = 10_000;

/**
 * A line between the hosts of a job, beside XGBoost's own connections: each host gives signs of life to the leader, and
 * the leader to each. The leader says who is lost. If the leader itself is lost, the next host leads.
 */
export class HostLine {
  readonly #options: LineOptions;
  readonly #onEvent: (event: LineEvent) => void;
  readonly #connections: LineConnections;
  readonly #timer: NodeJS.Timeout;
  /** Hosts of this generation that have ended their script: nobody needs them any more. */
  readonly #ended = new Set<string>();
  /** Hosts that are not lost, in their order. */
  #hosts: readonly string[];
  #generation = -1;
  #meeting: Meeting | undefined;
  #words: LastWords = { lastLine: '', megabytes: 0 };
  #lastBeat = Date.now();
  #isOpen = true;
  /** Called whenever something changes that somebody waits for. */
  readonly #onChange = new Set<() => void>();

  private constructor(options: LineOptions, onEvent: (event: LineEvent) => void) {
    this.#options = options;
    this.#onEvent = onEvent;
    this.#hosts = options.hosts;
    this.#connections = new LineConnections(options, {
      isExpected: (host) => this.#hosts.includes(host),
      onCame: () => this.#changed(),
      onMessage: (from, message) => this.#hear(from, message),
      onClosed: (host) => this.#lose(host, 'its connection closed without a word'),
    });
    this.#timer = setInterval(() => this.#beat(), BEAT_MILLISECONDS);
  }

  /** @throws PlatformError where the leader's port is taken. */
  static async open(options: LineOptions, onEvent: (event: LineEvent) => void): Promise<HostLine> {
    const line = new HostLine(options, onEvent);
    try {
      await line.#connections.listen(line.#isLeader ? options.leaderPort : 0);
    } catch (error) {
      line.close();
      throw error;
    }
    if (!line.#isLeader) line.#callLeader(Number.POSITIVE_INFINITY);
    return line;
  }

  /** Waits until every host that is not lost is there. Only the leader asks. */
  async gathered(): Promise<readonly string[]> {
    await this.#until(() => this.missing().length === 0);
    return this.#hosts;
  }

  /** The hosts that the leader still waits for. */
  missing(): readonly string[] {
    return this.#hosts.filter((host) => host !== this.#options.host && !this.#connections.has(host));
  }

  /** The leader tells all hosts where they meet; undefined where one of them was lost before. */
  announce(hosts: readonly string[], trackerPort: number): Meeting | undefined {
    if (hosts.length !== this.#hosts.length) return undefined;
    this.#generation += 1;
    this.#ended.clear();
    const generation = this.#generation;
    const listed = hosts.map((name) => ({ name, port: this.#connections.portOf(name) }));
    this.#connections.tellAll({ kind: 'meet', generation, hosts: listed, trackerPort });
    return { generation, hosts, trackerPort };
  }

  /**
   * Waits until the leader says where to meet; undefined where this host itself leads, because its leader was lost.
   * Each meeting is given once.
   */
  async met(): Promise<Meeting | undefined> {
    await this.#until(() => this.#meeting !== undefined || this.#isLeader);
    const meeting = this.#meeting;
    this.#meeting = undefined;
    return meeting;
  }

  /** Tells of this host at once, and again with each sign of life. */
  say(words: LastWords): void {
    this.#words = words;
    this.#connections.tellAll({ kind: 'alive', words });
  }

  /** Tells all hosts why the work of this host failed. */
  fail(failure: string): void {
    this.#connections.tellAll({ kind: 'failed', failure });
  }

  /** Tells all hosts that the script of this one has come to a step. */
  step(generation: number, step: TakenStep): void {
    this.#connections.tellAll({ kind: 'step', generation, step });
  }

  /** Tells all hosts that this one is done, and closes when each has read it. */
  async leave(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearInterval(this.#timer);
    await this.#connections.leave({ kind: 'bye', host: this.#options.host });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    clearInterval(this.#timer);
    this.#connections.close();
  }

  get #isLeader(): boolean {
    return this.#hosts[0] === this.#options.host;
  }

  #callLeader(deadline: number): void {
    const leader = this.#hosts[0];
    this.#connections.call(leader, {
      isWanted: () => this.#hosts[0] === leader,
      deadline,
      onLate: () => this.#lose(leader, 'it could not be reached'),
    });
  }

  #hear(from: string, message: LineMessage): void {
    switch (message.kind) {
      case 'meet':
        for (const { name, port } of message.hosts) this.#connections.learnPort(name, port);
        this.#generation = message.generation;
        this.#ended.clear();
        this.#hosts = message.hosts.map(({ name }) => name);
        this.#meeting = { ...message, hosts: this.#hosts };
        this.#changed();
        break;
      case 'lost':
        this.#forget(message.host, message.reason);
        break;
      case 'failed':
        if (this.#isLeader) this.#connections.tellAll(message, from);
        this.#onEvent({ kind: 'failed', failure: message.failure });
        break;
      case 'step':
        if (this.#isLeader) this.#connections.tellAll(message, from);
        if (message.step.name === END && message.generation === this.#generation) this.#ended.add(message.step.host);
        this.#onEvent(message);
        break;
      case 'bye':
        this.#left(message.host);
        break;
      default:
    }
  }

  #left(host: string): void {
    if (this.#isLeader) this.#connections.tellAll({ kind: 'bye', host }, host);
    this.#connections.drop(host);
    this.#onEvent({ kind: 'left', host });
  }

  /** The leader judges about each host, each host about the leader only. */
  #lose(name: string, what: string): void {
    if (this.#ended.has(name)) {
      this.#left(name);
      return;
    }
    const words = this.#connections.get(name)?.words;
    const told =
      words === undefined
        ? ''
        : ` (it held ${words.megabytes} MB${words.lastLine === '' ? '' : `; its last line was ${JSON.stringify(words.lastLine)}`})`;
    const reason = `${what}${told}`;
    const isJudge = this.#isLeader || name === this.#hosts[0];
    // A host that was only stopped reads this when it goes on.
    this.#connections.end(name, { kind: 'lost', host: name, reason });
    if (isJudge) this.#forget(name, reason);
  }

  #forget(name: string, reason: string): void {
    if (!this.#hosts.includes(name)) return;
    const wasLeader = name === this.#hosts[0];
    this.#hosts = this.#hosts.filter((host) => host !== name);
    this.#meeting = undefined;
    this.#connections.end(name, { kind: 'lost', host: name, reason });
    if (this.#isLeader) this.#connections.tellAll({ kind: 'lost', host: name, reason });
    this.#onEvent({ kind: 'lost', host: name, reason });
    if (wasLeader && name !== this.#options.host) this.#takeOver();
    this.#changed();
  }

  #takeOver(): void {
    if (!this.#isLeader) {
      this.#callLeader(Date.now() + TAKEOVER_MILLISECONDS);
      return;
    }
    setTimeout(() => {
      for (const host of this.missing()) this.#lose(host, 'it did not come to the new leader');
    }, TAKEOVER_MILLISECONDS).unref();
  }

  #beat(): void {
    const now = Date.now();
    const { silenceMilliseconds } = this.#options;
    // After a pause of this host itself, nothing is known of the others: give them the whole time again.
    const wasAsleep = now - this.#lastBeat > silenceMilliseconds / 2;
    this.#lastBeat = now;
    for (const [name, connection] of this.#connections.entries()) {
      if (wasAsleep) connection.heardAt = now;
      connection.send({ kind: 'alive', words: this.#words });
      const silent = now - connection.heardAt;
      if (silent > silenceMilliseconds) this.#lose(name, `it has said nothing for ${Math.round(silent / 1000)} s`);
    }
  }

  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#onChange.delete(look);
        resolve();
      };
      this.#onChange.add(look);
      look();
    });
  }

  #changed(): void {
    for (const look of [...this.#onChange]) look();
  }
}

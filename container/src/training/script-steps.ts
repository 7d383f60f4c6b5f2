import { UserError } from 'kernel-helpers/errors';
import { sayWhileWaiting } from './say-while-waiting';

/** A call of the script that all hosts make together. */
export interface Step {
  readonly name: 'share()' | 'train()';
  /** What must be equal on every host, by name. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** A step that a host has come to. */
export interface TakenStep {
  readonly host: string;
  /** Counted from 1. */
  readonly number: number;
  readonly name: Step['name'] | typeof END;
  /** As JSON text. */
  readonly given: Readonly<Record<string, string>>;
}

export interface ScriptStepsOptions {
  readonly host: string;
  /** All hosts that work together, in their order. */
  readonly hosts: readonly string[];
  /** Tells the other hosts. */
  readonly tell: (step: TakenStep) => Promise<void>;
  /** Called where two hosts are in different steps, so that their work can never go on. */
  readonly fail: (problem: UserError) => void;
  /** Called with the place of this host in its script, such as `in step 2, train()`. */
  readonly onPlace: (place: string) => void;
  readonly log: (text: string) => void;
}

export const END = 'the end of its script';

/**
 * Where each host is in its script. Hosts do a step only when all have come to it, with the same values: XGBoost would
 * mix what hosts of different steps send, or wait for a host that never comes.
 */
export class ScriptSteps {
  readonly #options: ScriptStepsOptions;
  /** The last step of each host. A host waits for all others in each step, so older ones are done. */
  readonly #last = new Map<string, TakenStep>();
  readonly #onStep = new Set<() => void>();
  #count = 0;
  #previous: Promise<unknown> = Promise.resolve();

  constructor(options: ScriptStepsOptions) {
    this.#options = options;
  }

  /** Does a step when every host has come to it. The steps of a host run one after another, in the order of its calls. */
  run<Result>(step: Step, work: () => Promise<Result>): Promise<Result> {
    const result = this.#previous.then(async () => {
      const number = await this.#come(step);
      this.#options.onPlace(`in step ${number}, ${step.name}`);
      return await work().finally(() => this.#options.onPlace(`after step ${number}, ${step.name}`));
    });
    this.#previous = result.catch(() => undefined);
    return result;
  }

  /** Says that this host's script has no further step. */
  async end(): Promise<void> {
    await this.#take({ name: END, given: {} });
  }

  /** Another host has come to a step. */
  hear(taken: TakenStep): void {
    this.#last.set(taken.host, taken);
    const problem = this.#problem(taken);
    if (problem !== undefined) this.#options.fail(problem);
    for (const look of [...this.#onStep]) look();
  }

  /** Where a host is now, for people. */
  describe(host: string): string {
    const last = this.#last.get(host);
    if (last === undefined) return `${host} has come to no step yet`;
    if (last.name === END) return `${host} has ended its script`;
    return `${host} has come to step ${last.number}, ${last.name}`;
  }

  async #come(step: Step): Promise<number> {
    const number = await this.#take(step);
    const missing = (): readonly string[] =>
      this.#options.hosts.filter((host) => (this.#last.get(host)?.number ?? 0) < number);
    const allCame = new Promise<void>((resolve) => {
      const look = (): void => {
        if (missing().length > 0) return;
        this.#onStep.delete(look);
        resolve();
      };
      this.#onStep.add(look);
      look();
    });
    await sayWhileWaiting(
      allCame,
      () =>
        `step ${number}, ${step.name}: still waiting; ${missing()
          .map((host) => this.describe(host))
          .join('; ')}`,
      this.#options.log,
    );
    return number;
  }

  async #take({ name, given }: Pick<TakenStep, 'name'> & Pick<Step, 'given'>): Promise<number> {
    const number = this.#count + 1;
    const taken = { host: this.#options.host, number, name, given: asTexts(given) };
    this.#count = number;
    this.hear(taken);
    await this.#options.tell(taken);
    return number;
  }

  #problem(taken: TakenStep): UserError | undefined {
    for (const host of this.#options.hosts) {
      const other = this.#last.get(host);
      if (other === undefined || other.number !== taken.number) continue;
      const problem = differenceOf(...inOrder(other, taken, this.#options.hosts));
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
}

function asTexts(given: Step['given']): TakenStep['given'] {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, JSON.stringify(value)]));
}

function inOrder(one: TakenStep, other: TakenStep, hosts: readonly string[]): [TakenStep, TakenStep] {
  return hosts.indexOf(one.host) < hosts.indexOf(other.host) ? [one, other] : [other, one];
}

function differenceOf(one: TakenStep, other: TakenStep): UserError | undefined {
  if (one.name !== other.name) {
    return new UserError(`In step ${one.number} of the script, host ${doing(one)}, but host ${doing(other)}.`, {
      advice: 'Call share() and train() in the same order on every host.',
    });
  }
  const names = [...new Set([...Object.keys(one.given), ...Object.keys(other.given)])];
  const differences = names
    .map((name) => ({ name, values: [one, other].map(({ given }) => given[name] ?? 'not set') }))
    .filter(({ values }) => values[0] !== values[1]);
  if (differences.length === 0) return undefined;
  const listed = differences.map(
    ({ name, values }) => `${name} is ${values[0]} on ${one.host} and ${values[1]} on ${other.host}`,
  );
  return new UserError(
    `In step ${one.number} of the script, hosts ${one.host} and ${other.host} call ${one.name} with different values: ${listed.join('; ')}.`,
    { advice: 'Give the same values on every host.' },
  );
}

function doing({ host, name }: TakenStep): string {
  return name === END ? `${host} has ended its script` : `${host} calls ${name}`;
}

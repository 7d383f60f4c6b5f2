import { type MessagePort, type Transferable, Worker } from 'node:worker_threads';
import { errorFromJson, errorToJson } from '../error-codec';
import type { ErrorJson } from '../error-json';
import { InternalError } from '../errors';

/** The functions that a worker thread offers. */
export type Calls<Names extends string> = Readonly<Record<Names, (...args: never[]) => unknown>>;

/** The same functions as the main thread sees them. */
export type Remote<Offered extends Calls<string>> = {
  readonly [Name in keyof Offered]: (
    ...args: MaybeMoved<Parameters<Offered[Name]>>
  ) => Promise<Unmoved<Awaited<ReturnType<Offered[Name]>>>>;
};

type MaybeMoved<Args extends readonly unknown[]> = { readonly [Place in keyof Args]: Args[Place] | Moved<Args[Place]> };
type Unmoved<Value> = Value extends Moved<infer Inner> ? Inner : Value;

/** Both threads run this program, so neither parses what the other one sends: a parser takes longer to load than most work. */
interface Request {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

type Message<Event> =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: ErrorJson }
  | { readonly event: Event };

/** Answers calls in a worker thread, one at a time and in their order. */
export function answerCalls<Names extends string>(port: MessagePort, offered: Calls<Names>): void {
  let previous: Promise<void> = Promise.resolve();
  port.on('message', (message: Request) => {
    previous = previous.then(() => answer(port, offered, message));
  });
}

/** The same, for calls that wait for something: later calls begin in the meantime. */
export function answerCallsAtOnce<Names extends string>(port: MessagePort, offered: Calls<Names>): void {
  port.on('message', (message: Request) => void answer(port, offered, message));
}

/** A value whose memory passes to the other thread without a copy: neither this thread nor its caller has it afterwards. */
export class Moved<Value> {
  constructor(
    readonly value: Value,
    readonly memory: readonly Transferable[],
  ) {}
}

async function answer<Names extends string>(port: MessagePort, offered: Calls<Names>, request: Request): Promise<void> {
  const { id, name, args } = request;
  try {
    const call = offered[name as Names] as (...args: unknown[]) => unknown;
    const answered = await call(...args);
    if (answered instanceof Moved) port.postMessage({ id, value: answered.value }, answered.memory);
    else port.postMessage({ id, value: answered });
  } catch (error) {
    port.postMessage({ id, failure: errorToJson(error) });
  }
}

/**
 * A worker thread whose functions can be called. If the thread dies, the calls under way and later ones are rejected.
 * While no call is under way, the thread does not keep the process alive, unless it tells events.
 */
export class CallableWorker<Offered extends Calls<string>, Event = never> {
  readonly calls: Remote<Offered>;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #keepsProcess: boolean;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  #lastId = 0;
  #ended: InternalError | undefined;

  constructor(file: string, names: readonly (keyof Offered & string)[], options: WorkerOptions<Event> = {}) {
    // Pass the environment that this code sees: inside a test it is not the environment of the process.
    this.#worker = new Worker(file, { workerData: options.data, env: process.env });
    this.#keepsProcess = options.onEvent !== undefined;
    this.#worker.on('message', (message: Message<Event>) => this.#receive(message, options.onEvent));
    this.#worker.on('error', (cause) =>
      this.#rejectAll(new InternalError(`A worker thread died: ${cause}`, { cause })),
    );
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#ended = new InternalError('A worker thread ended before it answered.');
        this.#rejectAll(this.#ended);
        resolve();
      });
    });
    this.calls = Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => this.#call(name, args)]),
    ) as unknown as Remote<Offered>;
    this.#letProcessEnd();
  }

  /** Ends the thread and waits until it is gone; it cannot be ended while it is inside a C call. */
  async close(): Promise<void> {
    this.#keepsProcess = true;
    this.#worker.ref();
    void this.#worker.terminate();
    await this.#exited;
  }

  #call(name: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      const plain = args.map((argument) => (argument instanceof Moved ? argument.value : argument));
      const memory = args.flatMap((argument) => (argument instanceof Moved ? argument.memory : []));
      const request: Request = { id, name, args: plain };
      this.#worker.postMessage(request, memory);
    });
  }

  #receive(message: Message<Event>, onEvent: ((event: Event) => void) | undefined): void {
    if ('event' in message) {
      onEvent?.(message.event);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    this.#letProcessEnd();
    if ('failure' in message) waiting?.reject(errorFromJson(message.failure));
    else waiting?.resolve(message.value);
  }

  #letProcessEnd(): void {
    if (this.#waiting.size === 0 && !this.#keepsProcess) this.#worker.unref();
  }

  #rejectAll(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

export interface WorkerOptions<Event> {
  /** What the thread finds in `workerData`. */
  readonly data?: unknown;
  /** Called with what the thread posts as `{ event }`. */
  readonly onEvent?: (event: Event) => void;
}

import fs from 'node:fs';
import type { StreamName } from '../io-thread/thread-protocol';

type AnyFunction = (...parameters: unknown[]) => unknown;
type Callback = (error: Error | null, ...results: unknown[]) => void;

const STDIN = 0;
const STREAM_NAMES: ReadonlyMap<unknown, StreamName> = new Map([
  [1, 'stdout'],
  [2, 'stderr'],
]);

/** The files under which the system offers a process its own streams. */
const PATHS: ReadonlyMap<unknown, number> = new Map(
  ['stdin', 'stdout', 'stderr'].flatMap((name, fd) =>
    [`/dev/${name}`, `/dev/fd/${fd}`, `/proc/self/fd/${fd}`].map((path): [string, number] => [path, fd]),
  ),
);

export interface FileDescriptorsParts {
  readonly print: (name: StreamName, text: string) => void;
  /** Asks for a line and keeps the thread until it has come; undefined at the end of the input. */
  readonly askForLine: () => string | undefined;
}

/**
 * Makes `node:fs` read the process's input from the notebook, and write its output into it: `fs.readFileSync(0)`,
 * `fs.writeSync(1, …)`, `fs.createWriteStream('/dev/stdout')`. Programs and libraries in other languages are not reached.
 */
export class FileDescriptors {
  private readonly decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  private unread: Buffer = Buffer.alloc(0);

  constructor(private readonly parts: FileDescriptorsParts) {}

  /** Once for the life of the process. Call `syncBuiltinESMExports` afterwards. */
  capture(): void {
    this.captureOpening();
    this.captureWriting();
    this.captureReading();
  }

  /** A path of a stream is opened as the stream's number, and no stream is closed. */
  private captureOpening(): void {
    const fdOf = ([path]: readonly unknown[]) => PATHS.get(path);
    replace(fs, 'openSync', fdOf);
    replaceAsync('open', fdOf);
    const closed = ([fd]: readonly unknown[]) => (fd === STDIN || STREAM_NAMES.has(fd) ? null : undefined);
    replace(fs, 'closeSync', closed);
    replaceAsync('close', closed);
  }

  private captureWriting(): void {
    const part = ([fd, ...data]: readonly unknown[]) => this.print(fd, () => bytesOf(data));
    replace(fs, 'writeSync', part);
    replaceAsync('write', part);
    const parts = ([fd, list]: readonly unknown[]) => this.print(fd, () => Buffer.concat(list as Uint8Array[]));
    replace(fs, 'writevSync', parts);
    replaceAsync('writev', parts);
    const whole = ([file, data, options]: readonly unknown[]) => {
      const length = this.print(PATHS.get(file) ?? file, () => wholeBytes(data, options));
      return length === undefined ? undefined : null;
    };
    for (const name of ['writeFile', 'appendFile'] as const) {
      replace(fs, `${name}Sync`, whole);
      replaceAsync(name, whole);
      replace(fs.promises, name, (parameters) => (whole(parameters) === null ? Promise.resolve() : undefined));
    }
  }

  private captureReading(): void {
    const part = ([fd, buffer, ...where]: readonly unknown[]) =>
      fd === STDIN && buffer instanceof Uint8Array ? this.readInto(buffer, where) : undefined;
    replace(fs, 'readSync', part);
    replaceAsync('read', part);
    const whole = ([file, options]: readonly unknown[]) =>
      (PATHS.get(file) ?? file) === STDIN ? this.readAll(encodingOf(options)) : undefined;
    replace(fs, 'readFileSync', whole);
    replaceAsync('readFile', whole);
    replace(fs.promises, 'readFile', (parameters) => {
      const text = whole(parameters);
      return text === undefined ? undefined : Promise.resolve(text);
    });
  }

  /** How many bytes were printed; undefined when the file is another. */
  private print(fd: unknown, read: () => Uint8Array): number | undefined {
    const name = STREAM_NAMES.get(fd);
    if (name === undefined) return undefined;
    const bytes = read();
    this.parts.print(name, this.decoders[name].decode(bytes, { stream: true }));
    return bytes.length;
  }

  private readInto(buffer: Uint8Array, [first, count]: readonly unknown[]): number {
    const options: { readonly offset?: number; readonly length?: number } = Object(
      typeof first === 'object' ? first : { offset: first, length: count },
    );
    const { offset = 0, length = buffer.byteLength - offset } = options;
    if (this.unread.length === 0) this.unread = Buffer.from(this.parts.askForLine() ?? '');
    const copied = this.unread.copy(buffer, offset, 0, length);
    this.unread = this.unread.subarray(copied);
    return copied;
  }

  private readAll(encoding: BufferEncoding | undefined): string | Buffer {
    let text = '';
    for (let line = this.parts.askForLine(); line !== undefined; line = this.parts.askForLine()) text += line;
    return encoding === undefined ? Buffer.from(text) : Buffer.from(text).toString(encoding);
  }
}

/** A function of `node:fs` first asks `answer`; undefined means that the call is for another file. */
function replace(holder: object, name: string, answer: (parameters: readonly unknown[]) => unknown): void {
  const original = Reflect.get(holder, name) as AnyFunction;
  const replaced = new Proxy(original, {
    apply: (call, self, parameters) => {
      const own = answer(parameters);
      return own === undefined ? Reflect.apply(call, self, parameters) : (own ?? undefined);
    },
  });
  Reflect.set(holder, name, replaced);
}

/** The same for a function that takes a callback. */
function replaceAsync(name: string, answer: (parameters: readonly unknown[]) => unknown): void {
  const original = Reflect.get(fs, name) as AnyFunction;
  const replaced = new Proxy(original, {
    apply: (call, self, parameters) => {
      const callback = parameters.at(-1);
      if (typeof callback !== 'function') return Reflect.apply(call, self, parameters);
      try {
        const own = answer(parameters.slice(0, -1));
        if (own === undefined) return Reflect.apply(call, self, parameters);
        process.nextTick(callback as Callback, null, own ?? undefined, parameters[1]);
      } catch (error) {
        process.nextTick(callback as Callback, error);
      }
      return undefined;
    },
  });
  Reflect.set(fs, name, replaced);
}

/** The data of `fs.write`: a text with its encoding, or bytes with a range. */
function bytesOf([data, first, second, third]: readonly unknown[]): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, encodingOf(second) ?? encodingOf(third) ?? 'utf8');
  const bytes = viewOf(data);
  const options: { readonly offset?: number; readonly length?: number } = Object(
    typeof first === 'object' && first !== null ? first : { offset: first ?? 0, length: second ?? undefined },
  );
  const { offset = 0, length = bytes.byteLength - offset } = options;
  return bytes.subarray(offset, offset + length);
}

function wholeBytes(data: unknown, options: unknown): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data, encodingOf(options) ?? 'utf8') : viewOf(data);
}

function viewOf(data: unknown): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError('Only text and bytes can be written: a string, a Buffer, a typed array or a DataView.');
}

/** An encoding by itself, or in an object of options. */
function encodingOf(options: unknown): BufferEncoding | undefined {
  const encoding = typeof options === 'object' && options !== null ? Reflect.get(options, 'encoding') : options;
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : undefined;
}

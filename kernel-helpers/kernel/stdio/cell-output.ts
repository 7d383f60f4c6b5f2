import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { StreamName } from '../io-thread/thread-protocol';

type Written = (error?: Error | null) => void;

/**
 * `process.stdout` or `process.stderr` as cells see it: what is written appears in the notebook. It never ends, because
 * one cell may `end()` it, or pipe into it, and the next one still prints.
 */
export class CellOutput extends Writable {
  private readonly decoder = new StringDecoder('utf8');

  constructor(
    readonly fd: number,
    private readonly print: (text: string) => void,
  ) {
    super({ autoDestroy: false, emitClose: false });
  }

  override write(chunk: Uint8Array | string, encoding?: BufferEncoding | Written, written?: Written): boolean {
    this.print(this.textOf(chunk, encoding));
    const callback = typeof encoding === 'function' ? encoding : written;
    if (callback) process.nextTick(callback);
    return true;
  }

  /** Whoever waits for the end, such as `pipeline()`, is told that all was written. */
  override end(...parameters: readonly unknown[]): this {
    const ended = parameters.find((one) => typeof one === 'function') as (() => void) | undefined;
    const [chunk, encoding] = parameters;
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.write(chunk, encoding as BufferEncoding);
    process.nextTick(() => {
      this.emit('finish');
      ended?.();
    });
    return this;
  }

  override destroy(): this {
    return this;
  }

  private textOf(chunk: Uint8Array | string, encoding?: BufferEncoding | Written): string {
    const isText = typeof encoding !== 'string' || /^utf-?8$/i.test(encoding);
    if (typeof chunk === 'string') return isText ? chunk : this.decoder.write(Buffer.from(chunk, encoding));
    return this.decoder.write(Buffer.from(chunk));
  }
}

/** Puts both in the place of the process's own. */
export function replaceOutputStreams(print: (name: StreamName, text: string) => void): void {
  const streams = {
    stdout: new CellOutput(1, (text) => print('stdout', text)),
    stderr: new CellOutput(2, (text) => print('stderr', text)),
  };
  for (const [name, stream] of Object.entries(streams)) {
    Object.defineProperty(process, name, { get: () => stream, configurable: true, enumerable: true });
  }
  // Node's console takes its streams once, when they are first used, and that may have been in the snapshot.
  Object.assign(console, { _stdout: streams.stdout, _stderr: streams.stderr });
}

import { types } from 'node:util';
import { PlatformError } from '../errors';

/** Where a piece of binary data belongs: keys of objects and positions in arrays, from the top. */
export type BufferPath = readonly (string | number)[];

/** State as widget messages carry it: JSON without its binary data, which travels beside it. */
export interface SeparatedState {
  readonly state: Readonly<Record<string, unknown>>;
  readonly bufferPaths: readonly BufferPath[];
  readonly buffers: readonly Uint8Array[];
}

/**
 * Takes the binary data out of a state: leaves out its key in an object, and puts null in its place in an array
 * (https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md).
 */
export function separateBuffers(state: Readonly<Record<string, unknown>>): SeparatedState {
  const bufferPaths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  const takeOut = (bytes: Uint8Array, path: BufferPath) => {
    bufferPaths.push(path);
    buffers.push(bytes);
  };
  return { state: withoutBinary(state, [], takeOut), bufferPaths, buffers };
}

/** Puts binary data back where it belongs; throws a PlatformError when the state has no place for a path. */
export function joinBuffers({ state, bufferPaths, buffers }: SeparatedState): Readonly<Record<string, unknown>> {
  if (bufferPaths.length > buffers.length) {
    throw new PlatformError(`The front end announced ${bufferPaths.length} buffers and sent ${buffers.length}.`);
  }
  const joined = structuredClone(state);
  for (const [index, path] of bufferPaths.entries()) put(joined, path, buffers[index]);
  return joined;
}

type TakeOut = (bytes: Uint8Array, path: BufferPath) => void;

function withoutBinary(parent: Readonly<Record<string, unknown>>, path: BufferPath, takeOut: TakeOut) {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parent)) {
    const bytes = bytesOf(value);
    if (bytes === undefined) kept[key] = partWithoutBinary(value, [...path, key], takeOut);
    else takeOut(bytes, [...path, key]);
  }
  return kept;
}

function partWithoutBinary(part: unknown, path: BufferPath, takeOut: TakeOut): unknown {
  if (Array.isArray(part)) {
    return part.map((item: unknown, index) => {
      const bytes = bytesOf(item);
      if (bytes === undefined) return partWithoutBinary(item, [...path, index], takeOut);
      takeOut(bytes, [...path, index]);
      return null;
    });
  }
  return isPlainObject(part) ? withoutBinary(part, path, takeOut) : part;
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return types.isArrayBuffer(value) ? new Uint8Array(value) : undefined;
}

/** Other objects, such as a Date, define their own JSON. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function put(state: object, path: BufferPath, value: unknown): void {
  let parent: object = state;
  for (const key of path.slice(0, -1)) {
    // Only own keys: a path must not lead into prototypes, which all objects share.
    const next: unknown = Object.hasOwn(parent, key) ? Reflect.get(parent, key) : undefined;
    if (typeof next !== 'object' || next === null) {
      throw new PlatformError(`The front end sent binary data for ${path.join('.')}, which its state does not have.`);
    }
    parent = next;
  }
  const key = path.at(-1) ?? '';
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

import koffi from 'koffi';
import type { Handle } from './bindings';

// A view of XGBoost's memory would change with its next call, so each of these functions copies.

export function decodeFloats(pointer: Handle, count: number): Float32Array {
  return koffi.decode(pointer, 'float', count) as Float32Array;
}

export function decodeTexts(pointer: Handle, count: number): string[] {
  return Array.from(koffi.decode(pointer, 'const char *', count) as Iterable<string>);
}

export function decodeLongs(pointer: Handle, count: number): number[] {
  return Array.from(koffi.decode(pointer, 'uint64_t', count) as Iterable<number | bigint>, Number);
}

export function decodeBytes(pointer: Handle, count: number): Iterable<number> {
  return koffi.decode(pointer, 'uint8_t', count) as Iterable<number>;
}

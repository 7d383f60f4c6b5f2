/** A whole number of 64 bits; plain numbers are written as 32 bits. */
export class Int64 {
  constructor(readonly value: number) {}
}

/** Values of one type. */
export class List {
  constructor(readonly items: readonly ThriftValue[]) {}
}

/** Fields by their number; one that is undefined is left out. */
export interface Struct {
  readonly [field: number]: ThriftValue | undefined;
}

export type ThriftValue = number | Int64 | boolean | string | List | Struct;

const TYPE = { isTrue: 1, isFalse: 2, int32: 5, int64: 6, bytes: 8, list: 9, struct: 12 } as const;
const LONGEST_SHORT_LIST = 14;

/**
 * A struct in Thrift's compact protocol, in which Parquet describes its pages and files. No number may be negative.
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function thriftBytes(struct: Struct): Uint8Array {
  const bytes: number[] = [];
  writeStruct(bytes, struct);
  return Uint8Array.from(bytes);
}

function writeStruct(bytes: number[], struct: Struct): void {
  let last = 0;
  // JavaScript gives keys that are whole numbers in ascending order, which the protocol asks for.
  for (const [key, value] of Object.entries(struct)) {
    if (value === undefined) continue;
    const field = Number(key);
    bytes.push(((field - last) << 4) | typeOf(value));
    last = field;
    if (typeof value !== 'boolean') writeValue(bytes, value);
  }
  bytes.push(0);
}

function writeValue(bytes: number[], value: Exclude<ThriftValue, boolean>): void {
  if (typeof value === 'number') writeCount(bytes, value * 2);
  else if (value instanceof Int64) writeCount(bytes, value.value * 2);
  else if (typeof value === 'string') {
    const text = Buffer.from(value);
    writeCount(bytes, text.length);
    for (const byte of text) bytes.push(byte);
  } else if (value instanceof List) writeList(bytes, value);
  else writeStruct(bytes, value);
}

function writeList(bytes: number[], { items }: List): void {
  const type = items.length === 0 ? TYPE.struct : typeOf(items[0]);
  if (items.length <= LONGEST_SHORT_LIST) bytes.push((items.length << 4) | type);
  else {
    bytes.push(0xf0 | type);
    writeCount(bytes, items.length);
  }
  for (const item of items) if (typeof item !== 'boolean') writeValue(bytes, item);
}

/** Seven bits a byte, the lowest first. Sizes of files may be larger than what bit operations take. */
export function writeCount(bytes: number[], count: number): void {
  let rest = count;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
}

function typeOf(value: ThriftValue): number {
  if (typeof value === 'boolean') return value ? TYPE.isTrue : TYPE.isFalse;
  if (typeof value === 'number') return TYPE.int32;
  if (value instanceof Int64) return TYPE.int64;
  if (typeof value === 'string') return TYPE.bytes;
  return value instanceof List ? TYPE.list : TYPE.struct;
}

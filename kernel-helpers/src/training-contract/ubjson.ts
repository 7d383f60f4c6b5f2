/** Bytes of the numbers that have a fixed length, by their marker. */
const NUMBER_BYTES: Readonly<Record<string, number>> = { i: 1, U: 1, C: 1, I: 2, l: 4, d: 4, L: 8, D: 8 };
const TEXT = new TextDecoder();
const KEYWORDS: Readonly<Record<string, null | boolean>> = { Z: null, T: true, F: false };

/**
 * Walks through Universal Binary JSON (https://ubjson.org, draft 12) as XGBoost writes it (its `src/common/json.cc`):
 * objects without a count, arrays with one. It skips what the caller does not ask for, so large models cost little.
 * Throws a RangeError if the bytes end too early, and a TypeError if they are not UBJSON.
 */
export class UbjsonCursor {
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    /** Where the next value begins. */
    public at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Yields the keys of the object at the cursor. At each key the cursor is at its value, which need not be read. */
  *keys(): Generator<string, void, undefined> {
    this.expect('{');
    while (this.peek() !== '}') {
      const key = this.text();
      const valueAt = this.at;
      yield key;
      if (this.at === valueAt) this.skip();
    }
    this.at += 1;
  }

  /** Moves to the value of this key in the object at the cursor. Without such a key, moves past it and returns false. */
  enter(key: string): boolean {
    for (const other of this.keys()) if (other === key) return true;
    return false;
  }

  /** Reads the value at the cursor; typed arrays become plain arrays of numbers. */
  read(): unknown {
    const marker = this.peek();
    if (marker === '{') return this.readObject();
    this.at += 1;
    if (marker === '[') return this.readArray();
    return this.readScalar(marker);
  }

  /** Skips the value at the cursor. */
  skip(): void {
    const marker = this.peek();
    this.at += 1;
    if (marker === '{') this.skipEntries();
    else if (marker === '[') this.skipArray();
    else this.pass(this.lengthOf(marker));
  }

  /** Passes over keys without decoding them: a model has twenty for each tree. */
  private skipEntries(): void {
    while (this.peek() !== '}') {
      this.pass(this.count());
      this.skip();
    }
    this.at += 1;
  }

  private readObject(): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const key of this.keys()) entries.push([key, this.read()]);
    return Object.fromEntries(entries);
  }

  private readArray(): unknown[] {
    const { type, count } = this.arrayHead();
    const items: unknown[] = [];
    for (let index = 0; index < count; index += 1) items.push(type === undefined ? this.read() : this.readScalar(type));
    return items;
  }

  private skipArray(): void {
    const { type, count } = this.arrayHead();
    if (type !== undefined) this.pass(count * numberBytes(type));
    else for (let index = 0; index < count; index += 1) this.skip();
  }

  /** The head is `$` and the type of all items, if they have one type, then `#` and the number of items. */
  private arrayHead(): { readonly type?: string; readonly count: number } {
    if (this.peek() !== '$') {
      this.expect('#');
      return { count: this.count() };
    }
    this.at += 1;
    const type = this.next();
    this.expect('#');
    return { type, count: this.count() };
  }

  private readScalar(marker: string): unknown {
    if (marker in KEYWORDS) return KEYWORDS[marker];
    if (marker === 'S') return this.text();
    const from = this.at;
    this.pass(numberBytes(marker));
    switch (marker) {
      case 'i':
        return this.view.getInt8(from);
      case 'U':
      case 'C':
        return this.view.getUint8(from);
      case 'I':
        return this.view.getInt16(from);
      case 'l':
        return this.view.getInt32(from);
      case 'L':
        return Number(this.view.getBigInt64(from));
      case 'd':
        return this.view.getFloat32(from);
      default:
        return this.view.getFloat64(from);
    }
  }

  private lengthOf(marker: string): number {
    if (marker in KEYWORDS) return 0;
    return marker === 'S' || marker === 'H' ? this.count() : numberBytes(marker);
  }

  private text(): string {
    const length = this.count();
    const from = this.at;
    this.pass(length);
    return TEXT.decode(this.bytes.subarray(from, this.at));
  }

  private count(): number {
    const count = this.readScalar(this.next());
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 0)
      throw new TypeError('A length is not a number.');
    return count;
  }

  private peek(): string {
    return String.fromCharCode(this.view.getUint8(this.at));
  }

  private next(): string {
    const marker = this.peek();
    this.at += 1;
    return marker;
  }

  private expect(marker: string): void {
    const found = this.next();
    if (found !== marker) throw new TypeError(`Byte ${this.at - 1} is ${JSON.stringify(found)} and not ${marker}.`);
  }

  private pass(length: number): void {
    if (this.at + length > this.bytes.length) throw new RangeError('The bytes end in the middle of a value.');
    this.at += length;
  }
}

function numberBytes(marker: string): number {
  const bytes = NUMBER_BYTES[marker];
  if (bytes === undefined) throw new TypeError(`${JSON.stringify(marker)} is not a marker of UBJSON.`);
  return bytes;
}

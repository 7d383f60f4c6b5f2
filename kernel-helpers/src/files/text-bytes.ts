import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { UserError } from '../errors';

/** How a file begins that says its own encoding (unicode.org, "UTF-8, UTF-16, UTF-32 & BOM"). */
const MARKS = [
  { encoding: 'utf-8', mark: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
] as const;
const LONGEST_MARK = 3;

/** The bytes of a text as UTF-8, without the mark at its beginning, which counts for more than the option. */
export async function* utf8Bytes(chunks: AsyncIterable<Buffer>, encoding = 'utf-8'): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let head = Buffer.alloc(0);
  let isBegun = false;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (!isBegun) {
      head = Buffer.concat([head, chunk]);
      if (head.length < LONGEST_MARK) continue;
      isBegun = true;
      [decoder, bytes] = begun(head, encoding);
    }
    yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (!isBegun) yield begun(head, encoding)[1];
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

function begun(head: Buffer, asked: string): [TextDecoder | undefined, Buffer] {
  const marked = MARKS.find(({ mark }) => head.subarray(0, mark.length).equals(mark));
  const encoding = marked?.encoding ?? asked;
  const bytes = head.subarray(marked?.mark.length ?? 0);
  return [/^utf-?8$/i.test(encoding) ? undefined : decoderOf(encoding), bytes];
}

/** Refuses a name that no decoder has, before anything is read. */
export function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    throw new UserError(
      `There is no encoding ${JSON.stringify(encoding)}. Use 'utf-8', 'windows-1252' (Windows in the West) or 'utf-16le', for example.`,
      { cause: error },
    );
  }
}

/** Throws if one of these lines is not UTF-8. `lineOf` tells the line of a byte, and `advice` what to do. */
export function checkUtf8(bytes: Buffer, lineOf: (at: number) => number, advice: string): void {
  if (isUtf8(bytes)) return;
  let good = 0;
  let bad = bytes.length;
  // A cut in the middle of a character would look wrong: those bytes are left out.
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, characterStart(bytes, middle)))) good = middle;
    else bad = middle;
  }
  throw new UserError(`Line ${lineOf(good)} is not UTF-8. ${advice}`, { facts: { line: lineOf(good) } });
}

function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > Math.max(0, at - 4) && (bytes[start] & 0xc0) === 0x80) start -= 1;
  return start;
}

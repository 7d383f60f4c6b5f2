import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planColumns } from 'kernel-helpers/snowflake/result/column-plan';
import { JoinedColumns } from 'kernel-helpers/snowflake/result/joined-columns';
import { emptyColumns } from 'kernel-helpers/snowflake/result/piece-column';
import { PieceScanner } from 'kernel-helpers/snowflake/result/scan-piece';
import type { Column } from 'kernel-helpers/table/table';
import { columnTexts } from 'kernel-helpers/values/cells';
import { TEXTS, type WireColumn, wireColumns, wireRows } from './wire-arbitraries';

const SEED = { seed: 20_261_127 };

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Scans pieces in the order in which they come, each from bytes that are cut as the numbers say. */
async function scan(
  columns: readonly WireColumn[],
  pieces: readonly { readonly bytes: Uint8Array; readonly rows: number; readonly window?: Window }[],
  cuts: readonly number[] = [1_000_000],
  scanner?: PieceScanner,
): Promise<readonly Column[]> {
  const plans = plansOf(columns);
  const places: number[] = [];
  let rowCount = 0;
  for (const { rows, window } of pieces) {
    places.push(rowCount);
    rowCount += window === undefined ? rows : window.to - window.from;
  }
  const joined = new JoinedColumns(emptyColumns(plans, rowCount));
  const used = scanner ?? new PieceScanner(plans);
  for (const [index, { bytes, rows, window = { from: 0, to: rows } }] of [...pieces.entries()].reverse()) {
    const wanted = { chunkRows: rows, skip: window.from, rows: window.to - window.from };
    const room = emptyColumns(plans, wanted.rows);
    joined.addCopy({ columns: await used.decode(cutBytes(bytes, cuts), wanted, room), target: places[index] });
  }
  return joined.finish();
}

const plansOf = (columns: readonly WireColumn[]) => planColumns(columns.map(({ description }) => description));

function* cutBytes(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const to = from + cuts[turn % cuts.length];
    yield bytes.subarray(from, to);
    from = to;
  }
}

/** What stands in each cell, by a way of its own that looks at one text after another. */
function expected(columns: readonly WireColumn[], rows: readonly (readonly (string | null)[])[]) {
  return columns.map(({ meaning }, index) => rows.map((row) => (row[index] === null ? null : meaning(row[index]))));
}

function found(columns: readonly WireColumn[], read: readonly Column[]) {
  return read.map((column, index) => {
    const text = columnTexts(column);
    return Array.from({ length: column.values.length }, (_, row) =>
      column.nulls?.[row] === 1 ? null : columns[index].found(column, row, text),
    );
  });
}

/** A way to write JSON: white space between its parts, and which characters become escapes. */
interface Form {
  readonly space: string;
  readonly escapes: 'few' | 'all';
}

const form: fc.Arbitrary<Form> = fc.record({
  space: fc.constantFrom('', '', ' ', '\n', '\t \r\n'),
  escapes: fc.constantFrom('few', 'few', 'all'),
});

function written(rows: readonly (readonly (string | null)[])[], { space, escapes }: Form): Buffer {
  const cellText = (cell: string | null): string => {
    const text = JSON.stringify(cell);
    return escapes === 'few' || cell === null || /^[-+.\w ]*$/.test(cell)
      ? text
      : `"${Array.from({ length: cell.length }, (_, at) => `\\u${cell.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;
  };
  const rowText = (row: readonly (string | null)[]) =>
    `[${space}${row.map(cellText).join(`${space},${space}`)}${space}]`;
  return Buffer.from(space + rows.map(rowText).join(`${space},${space}`) + space);
}

const tables = wireColumns.chain((columns) => fc.record({ columns: fc.constant(columns), rows: wireRows(columns) }));

describe('any rows', () => {
  test('are the same columns, however their JSON is written and its bytes are cut', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(tables, form, cuts, async ({ columns, rows }, way, sizes) => {
        const read = await scan(columns, [{ bytes: written(rows, way), rows: rows.length }], sizes);

        expect(found(columns, read)).toEqual(expected(columns, rows));
      }),
      { ...SEED, numRuns: 150 },
    );
  });

  test('are the same columns, however they are split into pieces, and also a window of them', async () => {
    const splits = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(tables, splits, fc.nat(40), fc.nat(40), async ({ columns, rows }, sizes, one, other) => {
        const [from, to] = [Math.min(one, other, rows.length), Math.min(Math.max(one, other), rows.length)];
        const pieces = split(rows, sizes).map(({ first, part }) => ({
          bytes: written(part, { space: '', escapes: 'few' }),
          rows: part.length,
          window: {
            from: Math.min(Math.max(0, from - first), part.length),
            to: Math.max(0, Math.min(to - first, part.length)),
          },
        }));
        const wanted = pieces.filter(({ window }) => window.to > window.from);

        expect(found(columns, await scan(columns, wanted))).toEqual(expected(columns, rows.slice(from, to)));
      }),
      { ...SEED, numRuns: 100 },
    );
  });
});

function split<Row>(rows: readonly Row[], sizes: readonly number[]): { first: number; part: readonly Row[] }[] {
  const parts: { first: number; part: readonly Row[] }[] = [];
  let first = 0;
  for (const size of [...sizes, rows.length]) {
    const part = rows.slice(first, first + size);
    parts.push({ first, part });
    first += part.length;
  }
  return parts;
}

describe('damaged bytes', () => {
  const damage = fc.record({
    at: fc.nat(10_000),
    length: fc.constantFrom(0, 1, 1, 2, 8, 10_000),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 2 }),
      fc
        .constantFrom(
          '"',
          '\\',
          ',',
          '[',
          ']',
          '["',
          '"]',
          'null',
          'nul',
          '\\u12',
          '\\ud83d',
          '\n',
          '\u0000',
          '{',
          '1',
          ' ',
        )
        .map((text) => Buffer.from(text)),
    ),
  });

  test('are refused wherever JSON.parse refuses them, and are read as it reads them elsewhere', async () => {
    const cells = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant(null));
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cells, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    // One scanner for all: damage must not stay in it.
    const scanners = [1, 2, 3, 4].map((width) => new PieceScanner(plansOf(new Array(width).fill(TEXTS))));
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        rows,
        form,
        damage,
        fc.integer({ min: 1, max: 50 }),
        async (whole, way, { at, length, put }, cut) => {
          const bytes = written(whole, way);
          const place = at % (bytes.length + 1);
          const damaged = Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + length)]);
          const width = whole[0].length;
          const columns = Array.from({ length: width }, () => TEXTS);
          const parsed = parsedRows(damaged, whole.length, width);

          const read = await scan(columns, [{ bytes: damaged, rows: whole.length }], [cut], scanners[width - 1]).catch(
            (error: unknown) => error,
          );

          if (parsed === undefined) {
            refused += 1;
            expect(String(read)).toMatch(/part of Snowflake's result is damaged/);
          } else expect(found(columns, read as readonly Column[])).toEqual(expected(columns, parsed));
        },
      ),
      { ...SEED, numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});

/** The rows as JSON.parse reads them; undefined where it refuses them or they are not rows of texts and nulls. */
function parsedRows(bytes: Uint8Array, rowCount: number, width: number): (string | null)[][] | undefined {
  try {
    const rows: unknown = JSON.parse(`[${Buffer.from(bytes).toString('utf8')}]`);
    const isRow = (row: unknown): row is (string | null)[] =>
      Array.isArray(row) && row.length === width && row.every((cell) => cell === null || typeof cell === 'string');
    return Array.isArray(rows) && rows.length === rowCount && rows.every(isRow) ? rows : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isUserError } from 'kernel-helpers/errors';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { Table } from 'kernel-helpers/table/columnar-table';
import { CalendarDate } from 'kernel-helpers/values/calendar-date';
import { Timestamp } from 'kernel-helpers/values/timestamp';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';
import { condition } from './row-functions';

const BESIDE = {
  limit: 2,
  name: 'Fresno',
  day: CalendarDate.from('2024-01-31'),
  clock: Timestamp.from('2024-01-31T12:00:00'),
};
/** Conditions that one statement computes, so that a thousand of them take seconds. */
const CONDITIONS_A_STATEMENT = 8;
const STATEMENTS = 15;

/** Every value beside every other, as far as a few hundred rows allow. */
function allKinds(): Table {
  const pick = <Value>(values: readonly Value[], row: number, step: number): Value =>
    values[Math.floor(row / step) % values.length];
  const numbers = [null, 0, 1, -3, 14, 2.5, 1e6];
  const texts = [null, '', 'Fresno', 'fresno', ' Fresno ', '5', "it's", 'San José'];
  const days = [null, '2024-01-31', '1970-01-01', '1969-12-31'].map((day) => day && CalendarDate.from(day));
  const clocks = [null, '2024-01-31T12:00:00', '1970-01-01T00:00:00', '1960-01-01T00:00:00.5'].map(
    (clock) => clock && Timestamp.from(clock),
  );
  const floats = [null, Number.NaN, 0, 1.5, -2.5, 14, Infinity];
  const count = 400;
  const rows = Array.from({ length: count }, (_, row) => ({
    ID: row,
    A: pick(numbers, row, 1),
    B: pick(numbers, row, 7),
    T: pick(texts, row, 1),
    U: pick(texts, row, 8),
    F: pick([null, true, false], row, 1),
    G: pick([null, true, false], row, 3),
    D: pick(days, row, 1),
    E: pick(days, row, 4),
    P: pick(clocks, row, 1),
    Q: pick(clocks, row, 4),
  }));
  const float = (name: string, step: number) => {
    const values = Float64Array.from({ length: count }, (_, row) => pick(floats, row, step) ?? Number.NaN);
    const nulls = Uint8Array.from({ length: count }, (_, row) => (pick(floats, row, step) === null ? 1 : 0));
    return { name, kind: 'number', type: 'FLOAT', nullable: true, values, nulls } as const;
  };
  const columns = Table.fromRows(rows).columns.map((column) =>
    column.name === 'A' || column.name === 'B' ? { ...column, type: 'NUMBER(12,2)' } : column,
  );
  return new Table([...columns, float('X', 1), float('Y', 7)]);
}

describe('a function of a row', () => {
  let account: LocalSnowflake;
  let snowflake: Snowflake;
  const table = allKinds();

  beforeAll(async () => {
    account = await startLocalSnowflake();
    snowflake = await account.connect();
    await snowflake.writeTable(table, 'ALL_KINDS');
  });
  afterAll(async () => await account.close());

  test('keeps the same rows in memory and in Snowflake, also with null, NaN, texts in any case and dates', async () => {
    const query = snowflake.table('ALL_KINDS');
    let refused = 0;
    const conditions = fc.sample(condition, { numRuns: CONDITIONS_A_STATEMENT * STATEMENTS, seed: 15 });
    for (let first = 0; first < conditions.length; first += CONDITIONS_A_STATEMENT) {
      const some = conditions.slice(first, first + CONDITIONS_A_STATEMENT);
      let asked = query;
      const told: string[] = [];
      for (const text of some) {
        const next = asked.addColumn(`C${told.length}`, functionOf(`!!(${text})`), BESIDE);
        const problem = await next.sql().then(
          () => undefined,
          (error: unknown) => error,
        );
        if (problem === undefined) {
          asked = next;
          told.push(text);
        } else if (isUserError(problem)) refused += 1;
        else throw problem;
      }
      const names = told.map((_, index) => `C${index}`);
      const found = await asked
        .sortBy('ID')
        .select('ID', ...names)
        .read();
      told.forEach((text, index) => {
        const keep = functionOf(text);
        const kept = table.toRows().filter((row) => keep(row, BESIDE));
        const there = found.toRows().filter((row) => row[`C${index}`] === true);
        expect({ text, ids: there.map(({ ID }) => ID) }).toEqual({ text, ids: kept.map(({ ID }) => ID) });
      });
    }
    expect(refused).toBeLessThan(conditions.length / 10);
  });

  test('keeps the same rows as a filter', async () => {
    for (const text of fc.sample(condition, { numRuns: 20, seed: 16 })) {
      const keep = functionOf(text);
      const read = await snowflake
        .table('ALL_KINDS')
        .filter(keep, BESIDE)
        .sortBy('ID')
        .read()
        .catch((error: unknown) => {
          if (isUserError(error) && /cannot be told|may be null/.test(error.message)) return undefined;
          throw error;
        });
      const kept = table.toRows().filter((row) => keep(row, BESIDE));
      if (read !== undefined) {
        expect({ text, ids: read.toRows().map(({ ID }) => ID) }).toEqual({ text, ids: kept.map(({ ID }) => ID) });
      }
    }
  });
});

type Row = Readonly<Record<string, unknown>>;

function functionOf(text: string): (row: Row, beside: typeof BESIDE) => unknown {
  return new Function(`return (r, { limit, name, day, clock }) => ${text}`)();
}

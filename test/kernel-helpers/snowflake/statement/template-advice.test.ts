// biome-ignore-all lint/suspicious/noTemplateCurlyInString: messages advise code with values in it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { identifier } from 'kernel-helpers/snowflake/statement/identifiers';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let snowflake: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
  await snowflake.sql`create table t (n int, city varchar)`;
  await snowflake.sql`insert into t values (1, 'Fresno'), (2, 'San Jose'), (3, 'Eureka')`;
});
afterAll(async () => {
  await account.close();
});

/** The code that a message advises, with its names given values; each must stand in the message. */
async function adviceOf(template: Promise<unknown>): Promise<string> {
  return await template.then(
    () => 'no error',
    (error: unknown) => String(error),
  );
}

describe('what the refusal of a value advises', () => {
  test('for a value in quotes', async () => {
    const city = 'Jose';

    const advice = await adviceOf(snowflake.sql`select * from t where city like '%${city}%'`);

    expect(advice).toContain('where city = ${city}.');
    expect(advice).toContain('where city like ${`%${city}%`}.');
    expect((await snowflake.sql`select n from t where city = ${'Fresno'}`).toRows()).toEqual([{ N: 1 }]);
    expect((await snowflake.sql`select n from t where city like ${`%${city}%`}`).toRows()).toEqual([{ N: 2 }]);
  });

  test('for a value in double quotes', async () => {
    const table = 't';

    const advice = await adviceOf(snowflake.sql`select * from "${table}"`);

    expect(advice).toContain('select * from ${identifier(table)}');
    expect((await snowflake.sql`select * from ${identifier(table)}`).rowCount).toBe(3);
  });

  test('for an array', async () => {
    const values = [1, 3];
    const [first, second] = values;

    const advice = await adviceOf(snowflake.sql`select * from t where n in ${values as unknown as number}`);

    expect(advice).toContain('n in (${first}, ${second})');
    expect((await snowflake.sql`select * from t where n in (${first}, ${second})`).rowCount).toBe(2);
    expect(advice).toContain("execute(`select * from t where n in (${values.map(() => '?').join(', ')})`, values)");
    const result = await snowflake.execute(`select * from t where n in (${values.map(() => '?').join(', ')})`, values);
    expect((await result.read()).rowCount).toBe(2);
  });

  test('for an object', async () => {
    const value = { rooms: 5 };

    const advice = await adviceOf(snowflake.sql`select ${value as unknown as string} as v`);

    expect(advice).toContain('parse_json(${JSON.stringify(value)})');
    const read = await snowflake.sql`select parse_json(${JSON.stringify(value)}):rooms::int as rooms`;
    expect(read.toRows()).toEqual([{ ROOMS: 5 }]);
  });

  test('for a value that is not a number', async () => {
    expect(await adviceOf(snowflake.sql`select ${Number.NaN}`)).toContain("'NaN'::float");
    expect((await snowflake.sql`select 'NaN'::float as x, '-inf'::float as y`).toRows()).toEqual([
      { X: Number.NaN, Y: -Infinity },
    ]);
  });
});

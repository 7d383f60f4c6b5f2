import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { captureStdout } from '../../../support/capture-stdout';
import { LOGIN, type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let admin: Snowflake;
let limited: Snowflake;
beforeAll(async () => {
  account = await startLocalSnowflake();
  admin = await account.connect();
});
beforeEach(async () => {
  await admin.sql`drop role if exists limited`;
  await admin.sql`create role limited`;
  await admin.execute(`grant role limited to user ${LOGIN.user}`);
  limited = await account.connect({ role: 'LIMITED' });
});
afterAll(() => account?.close());

const PLACE = { warehouse: 'WH', database: 'DB', schema: 'S' } as const;
const HERE = { role: 'LIMITED', ...PLACE };

async function grant(...grants: readonly string[]): Promise<void> {
  for (const one of grants) await admin.execute(`grant ${one} to role limited`);
}

describe('a place to work', () => {
  test('that an administrator has made is used without any right to create', async () => {
    await grant('usage on warehouse WH', 'usage on database DB', 'usage on schema DB.S');

    expect(await captureStdout(() => limited.useOrCreate(PLACE))).toBe(
      'Warehouse WH was there, database DB was there, schema DB.S was there.\n',
    );
    expect(await limited.currentNames()).toEqual(HERE);
    // What the notebook would need without this function: https://github.com/dbt-labs/dbt-core/issues/66
    await expect(limited.sql`create schema if not exists DB.S`).rejects.toMatchObject({ facts: { code: '003001' } });
  });

  test('is made where it is missing, and found the second time, whatever its names are', async () => {
    const place = { warehouse: '"wh of a_b"', database: 'new_db', schema: '"100%"' };
    await admin.sql`create warehouse "wh of aXb"`;

    const said = await captureStdout(async () => {
      await admin.useOrCreate(place);
      await admin.useOrCreate(place);
    });

    const names = ['warehouse "wh of a_b"', 'database NEW_DB', 'schema NEW_DB."100%"'];
    const sentence = (what: string) =>
      `W${names
        .map((name) => `${name} ${what}`)
        .join(', ')
        .slice(1)}.`;
    expect(said).toBe(`${sentence('was created')}\n${sentence('was there')}\n`);
    expect(await admin.currentNames()).toMatchObject({ warehouse: 'wh of a_b', database: 'NEW_DB', schema: '100%' });
    const warehouses = (await admin.sql`show warehouses`).toRows();
    expect(warehouses.find(({ name }) => name === 'wh of a_b')).toMatchObject({
      size: 'X-Small',
      auto_suspend: 60,
      state: 'SUSPENDED',
    });
    await admin.useOrCreate(PLACE);
  });

  test.each([
    ['nothing is there', { warehouse: 'LATER_WH', database: 'LATER', schema: 'S' }, []],
    ['the schema is missing', { ...PLACE, schema: 'LATER' }, ['usage on warehouse WH', 'usage on database DB']],
    ['the role may use nothing', PLACE, []],
    [
      'the role sees it and may not use it',
      PLACE,
      ['monitor on warehouse WH', 'monitor on database DB', 'monitor on schema DB.S'],
    ],
  ])(
    'that the role may not make comes with the statements that an administrator runs: %s',
    async (_, place, grants) => {
      await grant(...grants);

      const error = await limited.useOrCreate(place).catch((reason: unknown) => reason);

      expect(String(error)).toMatch(
        /^UserError: Role LIMITED finds no .*, and may not create it\. Whoever administers/,
      );
      const [, ...statements] = String(error).split('\n');
      for (const statement of statements) await admin.execute(statement);
      await admin.sql`use schema DB.S`;
      await limited.useOrCreate(place);
      expect(await limited.currentNames()).toEqual({ role: 'LIMITED', ...place });
    },
  );

  test('is refused before anything is asked when a name has two parts', async () => {
    await expect(admin.useOrCreate({ ...PLACE, schema: 'db.s' })).rejects.toThrow(
      'useOrCreate() takes single names, and db.s has 2 parts.',
    );
  });
});

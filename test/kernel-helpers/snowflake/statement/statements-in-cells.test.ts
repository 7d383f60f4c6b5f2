import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import { type LocalSnowflake, startLocalSnowflake } from '../local-snowflake';

let account: LocalSnowflake;
let snowflake: Snowflake;
const folder = makeTemporaryFolder('statements-in-cells');
let file: string;
beforeAll(async () => {
  account = await startLocalSnowflake();
  snowflake = await account.connect();
  file = join(folder.path, "it's.csv");
  writeFileSync(file, '1\n');
});
afterAll(async () => {
  await account.close();
  folder.close();
});

async function stagedFiles(place: string): Promise<readonly unknown[]> {
  return (await (await snowflake.execute(`list ${place}`)).read()).toRows().map(({ name }) => name);
}

describe('a statement of the sql tag', () => {
  test('sends files when a comment stands before PUT', async () => {
    const sent = await snowflake.sql`-- up
      put ${`file://${file}`} @~/commented auto_compress = false`;

    expect(sent.toRows()).toEqual([expect.objectContaining({ status: 'UPLOADED' })]);
    expect(await stagedFiles('@~/commented')).toHaveLength(1);
  });

  test('sends files in every form of PUT', async () => {
    await snowflake.sql`/* up */ PUT ${`file://${file}`} @~/forms auto_compress = false; // done`;
    await snowflake.sql`
      put ${`file://${file}`} @~/forms/again auto_compress = false`;

    expect(await stagedFiles('@~/forms')).toHaveLength(2);
  });

  test('moves no files in execute(), which says what to write', async () => {
    await expect(snowflake.execute(`-- up\nput 'file://${file}' @~`)).rejects.toThrow(
      'PUT moves files and has no result to read later. Write it as snowflake.sql`…`.',
    );
  });

  test('must be the only one, and comments alone are not a statement', async () => {
    await expect(snowflake.sql`create table one (a int); create table two (a int)`).rejects.toThrow(
      'The SQL holds 2 statements, and Snowflake runs one at a time.',
    );
    await expect(snowflake.sql`-- nothing`).rejects.toThrow('The SQL is empty');
    expect((await snowflake.listTables()).items).toEqual([]);
    expect((await snowflake.sql`select 1 as n; -- done`).toRows()).toEqual([{ N: 1 }]);
  });

  test('counts as a change only where it can change tables', async () => {
    const before = snowflake.changeCount;
    await snowflake.sql`-- look
      select 1`;
    await snowflake.sql`(select 1)`;
    expect(snowflake.changeCount).toBe(before);

    await snowflake.sql`-- select
      create table counted (a int)`;
    expect(snowflake.changeCount).toBe(before + 1);
  });
});

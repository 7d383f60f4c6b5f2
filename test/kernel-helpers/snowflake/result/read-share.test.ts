import { readdirSync, readlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { isPlatformError, isUserError } from 'kernel-helpers/errors';
import type { QueryResult, RowShare, Table } from 'kernel-helpers/index';
import { PieceFile } from 'kernel-helpers/snowflake/share/piece-file';
import type { Snowflake } from 'kernel-helpers/snowflake/snowflake';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import { type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const ROW_TYPE = [
  { name: 'N', type: 'fixed', precision: 38, scale: 0, nullable: true },
  { name: 'X', type: 'real', nullable: true },
  { name: 'T', type: 'text', nullable: true },
  { name: 'D', type: 'date', nullable: true },
  { name: 'W', type: 'timestamp_tz', scale: 9, nullable: true },
  { name: 'B', type: 'boolean', nullable: true },
];
const INLINE_ROWS = 10;
const CHUNK_ROWS = 50;
const CHUNKS = 9;
const ROWS = INLINE_ROWS + CHUNKS * CHUNK_ROWS;

const row = (place: number): readonly (string | null)[] => [
  place % 100 === 3 ? String(10n ** 30n + BigInt(place)) : String(place),
  place % 7 === 0 ? null : `${place / 3}`,
  place % 11 === 0 ? null : `row ${place} ü`,
  `${place - 200}`,
  `${place}.123456789 1500`,
  place % 2 === 0 ? '1' : null,
];
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => row(from + index));
const RESULT = {
  rowtype: ROW_TYPE,
  rowset: rows(0, INLINE_ROWS),
  chunks: Array.from({ length: CHUNKS }, (_, index) => {
    const from = INLINE_ROWS + index * CHUNK_ROWS;
    const body = rows(from, from + CHUNK_ROWS).map((cells) => JSON.stringify(cells));
    return { rowCount: CHUNK_ROWS, body: body.join(',') };
  }),
};

const folder = makeTemporaryFolder('share');
let server: ScriptedSnowflake;
let snowflake: Snowflake;
let result: QueryResult;
let whole: readonly unknown[];
beforeAll(async () => {
  server = await startScriptedSnowflake(() => RESULT);
  snowflake = await connect({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' });
  result = await snowflake.execute('select 1');
  whole = textsOf(await result.read());
});
afterAll(async () => {
  await snowflake.close();
  await server.close();
  folder.close();
});

const textsOf = (table: Table) => table.toRows().map((cells) => Object.values(cells).map(String).join('|'));

async function walk(share: RowShare, batchRows?: number): Promise<readonly unknown[]> {
  const read: unknown[] = [];
  for await (const table of share.batches({ rows: batchRows })) for (const text of textsOf(table)) read.push(text);
  return read;
}

/** The chunks that were asked for while the work was done, in the order of their rows. */
async function chunksOf(work: () => Promise<unknown>): Promise<readonly number[]> {
  const before = server.requests.length;
  await work();
  const paths = server.requests.slice(before).filter((path) => path.includes('/chunks/'));
  return paths.map((path) => Number(/(\d+)(?:\?.*)?$/.exec(path)?.[1])).sort((left, right) => left - right);
}

const openShares = () =>
  readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).includes('/share-');
    } catch {
      return false;
    }
  }).length;

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('the shares of %i hosts', (hosts) => {
  test('hold every row once, differ by one row at most, and give the same rows in each walk', async () => {
    const joined: unknown[] = [];
    for (let host = 0; host < hosts; host += 1) {
      const share = await result.share({ host, hosts, folder: folder.path });
      expect([share.from, share.to]).toEqual([
        Math.floor((host * ROWS) / hosts),
        Math.floor(((host + 1) * ROWS) / hosts),
      ]);
      expect(share.rowCount).toBe(share.to - share.from);
      const walked = await walk(share);
      for (const batchRows of [1, 64, undefined]) expect(await walk(share, batchRows)).toEqual(walked);
      joined.push(...walked);
      await share.close();
    }

    expect(joined).toEqual(whole);
  });

  test('are downloaded once, and only the chunks that hold their rows', async () => {
    for (let host = 0; host < hosts; host += 1) {
      const chunks = await chunksOf(async () => {
        const share = await result.share({ host, hosts });
        for (let walks = 0; walks < 4; walks += 1) await walk(share);
        await share.close();
      });

      const from = Math.floor((host * ROWS) / hosts);
      const to = Math.floor(((host + 1) * ROWS) / hosts);
      const overlapping = Array.from({ length: CHUNKS }, (_, index) => index).filter((index) => {
        const first = INLINE_ROWS + index * CHUNK_ROWS;
        return first < to && first + CHUNK_ROWS > from;
      });
      expect(chunks).toEqual(overlapping);
    }
  });
});

test('two walks at the same time do not disturb each other', async () => {
  const share = await result.share({ host: 1, hosts: 2 });

  const walks = await Promise.all([walk(share, 7), walk(share, 30), walk(share)]);

  expect(walks).toEqual(Array.from({ length: 3 }, () => whole.slice(ROWS / 2)));
  await share.close();
});

test('more hosts than rows: some have none', async () => {
  const share = await result.share({ host: 0, hosts: ROWS + 1 });

  expect([share.rowCount, await walk(share)]).toEqual([0, []]);
  await share.close();
});

test('another session gets its share of the same result by the id of the query, and no statement runs', async () => {
  const other = await connect({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' });
  const before = server.requests.length;

  const share = await (await other.resultOf(result.manifest.queryId)).share({ host: 1, hosts: 2 });

  expect(await walk(share)).toEqual(whole.slice(ROWS / 2));
  expect(server.requests.slice(before).filter((path) => path.includes('query-request'))).toEqual([]);
  await share.close();
  await other.close();
});

test('the rows have no name on the disk, and are gone when the share is closed', async () => {
  const others = openShares();
  const share = await result.share({ host: 0, hosts: 2, folder: folder.path });
  expect(readdirSync(folder.path)).toEqual([]);
  expect(openShares()).toBe(others + 1);

  await share.close();
  await share.close();

  expect(openShares()).toBe(others);
  await expect(walk(share)).rejects.toThrow();
});

test('nothing is left on the disk of a share that was not read to its end', async () => {
  const others = openShares();
  const closed = await snowflake.execute('select 1');
  await closed.close();

  await expect(closed.share({ host: 0, hosts: 2, folder: folder.path })).rejects.toThrow('The result was closed.');

  expect([openShares(), readdirSync(folder.path)]).toEqual([others, []]);
});

test('a full disk is an error that says what to do', async () => {
  const full = new PieceFile(await open('/dev/full', 'r+'), '/full');

  const failure: unknown = await full
    .add({ target: 0, rowCount: 0, packedBytes: 0, columns: [] })
    .catch((error: unknown) => error);

  expect(isPlatformError(failure)).toBe(true);
  expect(String(failure)).toMatch(
    /The rows of the share cannot be kept in \/full: ENOSPC.* Make room there, or name another folder: share\(\{ folder: … \}\)\./,
  );
  await full.close();
});

test('a folder that is not there is an error that names it', async () => {
  await expect(result.share({ host: 0, hosts: 1, folder: '/no/such/folder' })).rejects.toThrow(
    'The rows of the share cannot be kept in /no/such/folder: ENOENT',
  );
});

test.each([
  [{ host: 2, hosts: 2 }, 'host must be a whole number from 0 to 1'],
  [{ host: -1, hosts: 2 }, 'host must be a whole number from 0 to 1'],
  [{ host: 0.5, hosts: 2 }, 'host must be a whole number from 0 to 1'],
  [{ host: 0, hosts: 0 }, 'hosts must be a whole number from 1 on'],
  [{ host: 0, hosts: 2, directory: '/tmp' }, 'there is no option directory'],
])('%j is refused', async (options, message) => {
  const failure: unknown = await result.share(options).catch((error: unknown) => error);

  expect(isUserError(failure)).toBe(true);
  expect(String(failure)).toContain(message);
});

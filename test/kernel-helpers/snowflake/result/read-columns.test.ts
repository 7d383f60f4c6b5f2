import { afterEach, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { readColumns } from 'kernel-helpers/snowflake/result/read-columns';
import { type ScriptedChunk, type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const ROW_TYPE = [
  { name: 'N', type: 'real', nullable: true },
  { name: 'T', type: 'text', nullable: true },
];

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index): [string, string] => [String(from + index), `row ${from + index}`]);

function chunk(from: number, to: number, encoding?: ScriptedChunk['encoding']): ScriptedChunk {
  return {
    rowCount: to - from,
    body: rows(from, to)
      .map((row) => JSON.stringify(row))
      .join(','),
    encoding,
  };
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

/**
 * Ten rows inline, then three chunks of a hundred rows, sent in every form that the storage is known to use.
 * The statement names no table, so the comment of a table is not looked up.
 */
async function openResult(chunks = [chunk(10, 110), chunk(110, 210, 'gzip without header'), chunk(210, 310, 'plain')]) {
  const server = await startScriptedSnowflake(() => ({ rowtype: ROW_TYPE, rowset: rows(0, 10), chunks }));
  open.push(server);
  const snowflake = await connect({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' });
  open.push(snowflake);
  return { server, snowflake, result: await snowflake.execute('select n, t') };
}

const chunkRequests = (server: ScriptedSnowflake) => server.requests.filter((path) => path.includes('/chunks/'));

describe('reading a result in chunks', () => {
  test('gives every row once and in order, however the storage compresses', async () => {
    const { result } = await openResult();

    const table = await result.read();

    expect(table.rowCount).toBe(310);
    expect([...table.column('N').values]).toEqual(Array.from({ length: 310 }, (_, row) => row));
    expect(table.column('T').values[309]).toBe('row 309');
  });

  test.each([1, 2, 3, 7])('gives %i hosts disjoint shares that are complete together', async (hosts) => {
    const { result } = await openResult();
    const bounds = Array.from({ length: hosts + 1 }, (_, host) => Math.floor((host * 310) / hosts));

    const shares = await Promise.all(
      bounds.slice(1).map((to, host) => readColumns(result.manifest, { from: bounds[host], to })),
    );

    expect(shares.flatMap((share) => [...share[0].values])).toEqual(Array.from({ length: 310 }, (_, row) => row));
  });

  test('downloads only the chunks that hold wanted rows', async () => {
    const { server, result } = await openResult();

    const table = await result.read(120, 130);

    expect(table.toRows()[0]).toEqual({ N: 120, T: 'row 120' });
    expect(chunkRequests(server)).toEqual([expect.stringMatching(/\/1$/)]);
  });

  test('reads no chunk for rows that came with the answer', async () => {
    const { server, result } = await openResult();

    expect((await result.read(3, 5)).toRows()).toEqual([
      { N: 3, T: 'row 3' },
      { N: 4, T: 'row 4' },
    ]);
    expect(chunkRequests(server)).toEqual([]);
  });

  test('asks once for new links when they have expired, and goes on at once', async () => {
    const { server, result } = await openResult();
    const asked = () => server.requests.filter((path) => path.endsWith('/result')).length;
    const before = asked();
    server.expireLinks();

    const table = await result.read();

    expect(table.rowCount).toBe(310);
    expect(asked() - before).toBe(1);
  });

  test('says that links have expired if there is no way to ask for new ones', async () => {
    const { server, result } = await openResult();
    server.expireLinks();

    await expect(readColumns(result.manifest)).rejects.toThrow('The download links of this result have expired');
  });

  test('tries again when the storage is busy', async () => {
    const { server, result } = await openResult();
    server.failChunks(503, 500, 429);

    expect((await result.read()).rowCount).toBe(310);
  });

  test('refuses a chunk with another number of rows than announced', async () => {
    const { result } = await openResult([{ ...chunk(10, 110), rowCount: 101 }]);

    await expect(result.read()).rejects.toThrow("A part of Snowflake's result is damaged");
  });

  test('stops when the signal fires', async () => {
    const { result } = await openResult();
    const reason = new Error('enough');

    await expect(readColumns(result.manifest, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test('refuses to read from a closed result; closing twice is fine', async () => {
    const { result } = await openResult();

    await result.close();
    await result.close();

    await expect(result.read()).rejects.toThrow('The result was closed');
  });

  test('names a column that comes twice as the driver does', async () => {
    const server = await startScriptedSnowflake(() => ({ rowtype: [ROW_TYPE[0], ROW_TYPE[0]], rowset: [['1', '2']] }));
    open.push(server);
    const snowflake = await connect({ account: 'test', accessUrl: server.url, user: 'u', password: 'p' });
    open.push(snowflake);

    expect((await snowflake.sql`select n, n from t`).toRows()).toEqual([{ N: 1, N_2: 2 }]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectIn, type Snowflake } from 'kernel-helpers/snowflake/connect';
import type { ResultManifest } from 'kernel-helpers/snowflake/result/manifest';
import type { QueryResult } from 'kernel-helpers/snowflake/statement/query-result';
import { tellProgress } from 'kernel-helpers/snowflake/statement/tell-progress';
import { quietly, type Surroundings } from 'kernel-helpers/surroundings';
import { type ScriptedSnowflake, startScriptedSnowflake } from '../scripted-snowflake';

const MEGABYTE = 1024 * 1024;

function manifestOf(chunks: number, compressedBytes: number): ResultManifest {
  const chunk = { url: 'https://stage/part', rowCount: 1_000_000, compressedBytes, uncompressedBytes: 0 };
  return {
    queryId: '01b0',
    format: 'json',
    columns: [],
    rowCount: chunks * 1_000_000 + 1,
    inline: { rowCount: 1, bytes: Buffer.from('["1"]') },
    chunks: Array.from({ length: chunks }, () => chunk),
    chunkHeaders: {},
  };
}

function surroundings(): Pick<Surroundings, 'progress'> & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    progress: (title) => {
      lines.push(title);
      return { report: (text) => lines.push(text), close: () => lines.push('closed') };
    },
  };
}

test('a read tells its rows, its megabytes and the time that is left', () => {
  const heard = surroundings();
  let now = 0;
  const manifest = manifestOf(4, 10 * MEGABYTE);
  const progress = tellProgress(manifest, { from: 0, to: manifest.rowCount }, heard, () => now);

  for (const [at, rowsRead, packedBytesRead] of [
    [0, 1, 0],
    [100, 1, 0],
    [500, 1_000_001, 10 * MEGABYTE],
    [4000, 2_000_001, 20.25 * MEGABYTE],
    [4100, 3_000_001, 30 * MEGABYTE],
    [900_000, 3_000_001, 30 * MEGABYTE],
    [900_500, 4_000_001, 40 * MEGABYTE],
  ]) {
    now = at;
    progress.report({ rowsRead, packedBytesRead });
  }
  progress.close();

  expect(heard.lines).toEqual([
    'Reading 4,000,001 rows',
    '1 row read, 0.0 of 40.0 MB',
    '1,000,001 rows read, 10.0 of 40.0 MB',
    '2,000,001 rows read, 20.3 of 40.0 MB, about 4 s left',
    '3,000,001 rows read, 30.0 of 40.0 MB, about 5 minutes left',
    '4,000,001 rows read, 40.0 of 40.0 MB',
    'closed',
  ]);
});

test.each([
  ['counts the parts that hold the wanted rows alone', manifestOf(4, MEGABYTE), '9 rows read, 1.0 of 2.0 MB'],
  ['leaves out what Snowflake does not tell', manifestOf(4, 0), '9 rows read'],
] as const)('a read %s', (_, manifest, told) => {
  const heard = surroundings();
  tellProgress(manifest, { from: 500_000, to: 1_500_000 }, heard).report({ rowsRead: 9, packedBytesRead: MEGABYTE });

  expect(heard.lines).toEqual(['Reading 1,000,000 rows', told]);
});

test('rows that came with the answer are there at once, so nothing is told', () => {
  const heard = surroundings();
  const progress = tellProgress(manifestOf(2, MEGABYTE), { from: 0, to: 1 }, heard);
  progress.report({ rowsRead: 1, packedBytesRead: 0 });
  progress.close();

  expect(heard.lines).toEqual([]);
});

describe('the rows of a result', () => {
  let server: ScriptedSnowflake;
  let snowflake: Snowflake;
  let heard: ReturnType<typeof surroundings>;
  beforeAll(async () => {
    const rowtype = [{ name: 'N', type: 'fixed', precision: 9, scale: 0, nullable: true }];
    const chunks = [20, 30].map((rowCount) => ({
      rowCount,
      body: Array.from({ length: rowCount }, () => '["7"]').join(','),
    }));
    server = await startScriptedSnowflake(() => ({ rowtype, rowset: [['1']], chunks }));
    heard = surroundings();
    const login = { account: 'test', accessUrl: server.url, user: 'u', password: 'p' };
    snowflake = await connectIn({ ...quietly(new AbortController().signal), progress: heard.progress }, login);
  });
  afterAll(async () => {
    await snowflake.close();
    await server.close();
  });

  const READS: Readonly<Record<string, (result: QueryResult) => Promise<unknown>>> = {
    'one table': (result) => result.read(),
    batches: async (result) => {
      for await (const batch of result.batches({ rows: 7 })) expect(batch.rowCount).toBeGreaterThan(0);
    },
    'batches that are left': async (result) => {
      for await (const _ of result.batches({ rows: 7 })) break;
    },
    'a share': async (result) => (await result.share({ host: 0, hosts: 1 })).close(),
  };

  test.each(Object.keys(READS))('tell how far they are when they are read as %s, until the read ends', async (way) => {
    const result = await snowflake.execute('select n from numbers');
    heard.lines.length = 0;

    await READS[way](result);

    expect(heard.lines.slice(0, 2)).toEqual(['Reading 51 rows', expect.stringMatching(/^\d+ rows? read/)]);
    expect(heard.lines.filter((line) => line === 'closed')).toHaveLength(1);
    expect(heard.lines.at(-1)).toBe('closed');
  });

  test('that nobody asks for tell nothing', async () => {
    const result = await snowflake.execute('select n from numbers');
    heard.lines.length = 0;

    result.batches();

    expect(heard.lines).toEqual([]);
  });
});

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isPlatformError, reasonOf } from 'kernel-helpers/errors';
import type { ResultFormat, ResultManifest } from 'kernel-helpers/snowflake/result/manifest';
import { readColumns } from 'kernel-helpers/snowflake/result/read-columns';
import { openDriverSession } from 'kernel-helpers/snowflake/session/driver-session';
import type { Session } from 'kernel-helpers/snowflake/session/session';
import { inFormat } from 'kernel-helpers/snowflake/statement/statement-format';
import { quietly } from 'kernel-helpers/surroundings';
import type { Column } from 'kernel-helpers/table/table';
import type { ChunkFault } from '../../../../kernel-helpers/local-account/snowflake/results/chunk-faults';
import { LOGIN, startAccount, type TestAccount } from '../../local-account/snowflake/support/local-account';

const NEVER = new AbortController().signal;
/** A download has failed when no byte has come for so long. */
const SILENCE_SECONDS = 0.5;
const DEADLINE_SECONDS = 10;
const ALWAYS = 1000;

/** So many rows are decoded on this thread. */
const FEW = 25_000;
/** And so many on others. */
const MANY = 100_000;

let account: TestAccount;
let session: Session;
const RESULTS = ['few JSON', 'many JSON', 'few Arrow', 'many Arrow'] as const;
let results: Readonly<Record<(typeof RESULTS)[number], ResultManifest>>;
const responses = new Set<ServerResponse>();
const note = (message: unknown) => {
  const { request, response } = message as { request: { url: string }; response: ServerResponse };
  if (request.url.startsWith('/chunks/')) responses.add(response);
};

beforeAll(async () => {
  threadsBefore = threadCount();
  subscribe('http.server.request.start', note);
  account = await startAccount({
    faultsOnDemand: true,
    firstObjects: { warehouse: 'WH', database: 'DB', schema: 'S' },
  });
  session = await openDriverSession(
    {
      account: LOGIN.account,
      accessUrl: account.snowflake.url,
      credentials: { method: 'password', user: LOGIN.user, password: LOGIN.password },
      source: 'this test',
      warehouse: 'WH',
    },
    quietly(NEVER),
  );
  const [few, many, fewArrow, manyArrow] = await Promise.all(
    (['json', 'arrow'] as const).flatMap((format) => [FEW, MANY].map((rows) => run(selectOf(rows), format))),
  );
  results = { 'few JSON': few, 'many JSON': many, 'few Arrow': fewArrow, 'many Arrow': manyArrow };
});
afterAll(async () => {
  unsubscribe('http.server.request.start', note);
  await session?.close();
  await account?.remove();
});
beforeEach(async () => {
  await run('alter session unset local_faults');
});
afterEach(expectNothingLeft);

const selectOf = (rows: number) =>
  `select seq8() as n, iff(seq8() % 3 = 0, null, seq8() / 7::float) as x, 'row ' || seq8() as t
   from table(generator(rowcount => ${rows}))`;

function run(sqlText: string, format?: ResultFormat): Promise<ResultManifest> {
  return session.run(inFormat({ sqlText, signal: NEVER }, format));
}

async function askFor(...faults: readonly ChunkFault[]): Promise<void> {
  await run(`alter session set local_faults = '${JSON.stringify(faults)}'`);
}

/** Reads a result, and counts how often its links are asked for again. */
async function read(manifest: ResultManifest, signal: AbortSignal = NEVER) {
  let renewals = 0;
  const columns = await readColumns(manifest, {
    signal,
    silenceSeconds: SILENCE_SECONDS,
    refreshManifest: () => {
      renewals += 1;
      return session.manifestOf(manifest.queryId, NEVER);
    },
  });
  return { columns, renewals };
}

/** Every row once and in its place; JSON has 15 digits of a FLOAT. */
function expectAllRows([n, x, t]: readonly Column[], { rowCount, format }: ResultManifest): void {
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const sent = (value: number) => (format === 'arrow' ? value : Number(value.toPrecision(15)));
  const isWrong = (row: number) =>
    Number(n.values[row]) !== row ||
    x.nulls?.[row] !== (row % 3 === 0 ? 1 : 0) ||
    (row % 3 !== 0 && x.values[row] !== sent(row / 7)) ||
    t.values[row] !== `row ${row}`;
  expect([n, x, t].map(({ values }) => values.length)).toEqual([rowCount, rowCount, rowCount]);
  expect(rows.filter(isWrong)).toEqual([]);
}

/** Files that the same worker of jest ran before this one may have left threads. */
let threadsBefore = 0;

/** No answer is still on its way, and no thread is left. */
async function expectNothingLeft(): Promise<void> {
  const deadline = Date.now() + DEADLINE_SECONDS * 1000;
  const left = () => [...responses].filter((response) => !response.closed && !response.writableFinished).length;
  while (left() > 0 && Date.now() < deadline) await delay(10);
  expect(left()).toBe(0);
  responses.clear();
  expect(threadCount()).toBeLessThanOrEqual(threadsBefore);
}

/** A report lists the threads of this process beside the main one. */
function threadCount(): number {
  Object.assign(process.report, { excludeNetwork: true });
  const { workers } = process.report.getReport() as { readonly workers?: readonly unknown[] };
  return workers?.length ?? 0;
}

/** What befalls a part, how often the links are asked for again, and the faults. */
const FAULTS: readonly (readonly [what: string, renewals: number, ...faults: ChunkFault[]])[] = [
  ['is cut short', 0, { fault: 'truncated', chunk: 1 }],
  ['is cut short twice', 0, { fault: 'truncated', chunk: 0, times: 2 }],
  ['breaks off', 0, { fault: 'reset', chunk: 1, times: 3 }],
  ['falls silent', 0, { fault: 'stalled', chunk: 0 }],
  ['is damaged', 0, { fault: 'corrupt gzip', times: 2 }],
  ['has a link that has expired', 1, { fault: 'expired', chunk: 1 }],
  ['has a link that has expired with the token of the session', 1, { fault: 'session expired', chunk: 1 }],
  ['is packed and does not say so', 0, { fault: 'gzip without header', times: ALWAYS }],
  ['is not packed and says that it is', 0, { fault: 'header without gzip', times: ALWAYS }],
  ['comes from a busy store', 0, { fault: 'busy', status: 503, times: 2 }],
  ['comes slowly', 0, { fault: 'slow', chunk: 0, bytesPerSecond: 500_000 }],
  ['comes after those behind it', 0, { fault: 'late', chunk: 0, seconds: 0.5 }],
  [
    'meets one fault after another',
    1,
    { fault: 'truncated', chunk: 0 },
    { fault: 'reset', chunk: 0 },
    { fault: 'expired', chunk: 0 },
    { fault: 'stalled', chunk: 0 },
    { fault: 'corrupt gzip', chunk: 1 },
  ],
];
/** Many rows are downloaded as few are; what differs is that threads unpack them. */
const UNPACKED_BY_THREADS = [
  'is cut short',
  'is damaged',
  'is packed and does not say so',
  'meets one fault after another',
];

describe.each(RESULTS)('a result of %s rows comes whole', (size) => {
  test('where nothing fails, in more than one part', async () => {
    expectAllRows((await read(results[size])).columns, results[size]);
    expect(results[size].chunks.length).toBeGreaterThan(1);
    expect(results[size].format).toBe(size.endsWith('Arrow') ? 'arrow' : 'json');
  });

  const faults = size.startsWith('many') ? FAULTS.filter(([what]) => UNPACKED_BY_THREADS.includes(what)) : FAULTS;
  test.each(faults)('where a part of it %s', async (_, expectedRenewals, ...asked) => {
    await askFor(...asked);

    const { columns, renewals } = await read(results[size]);

    expectAllRows(columns, results[size]);
    expect(renewals).toBe(expectedRenewals);
  });

  test.each<[string, ChunkFault, RegExp]>([
    ['is always damaged', { fault: 'corrupt gzip', times: ALWAYS }, /^A part of Snowflake's result is damaged: /],
    [
      'is always cut short',
      { fault: 'truncated', times: ALWAYS },
      /^A part of Snowflake's result is damaged: it cannot be unpacked \(unexpected end of file\)\. Run the query again\.$/,
    ],
  ])('or not at all, where a part of it %s', async (_, fault, message) => {
    await askFor(fault);

    const error = await read(results[size]).catch((thrown: unknown) => thrown);

    expect(isPlatformError(error) && error.message).toMatch(message);
    expect(reasonOf(error)).toBe('unreadable-answer');
  });

  test('or not at all, where the reader stops while a part of it is silent', async () => {
    await askFor({ fault: 'stalled', times: ALWAYS });
    const stop = new AbortController();
    const reading = read(results[size], stop.signal);
    reading.catch(() => undefined);
    // Many rows have threads, which a report lists when they have begun.
    while (responses.size === 0 || (size.startsWith('many') && threadCount() <= threadsBefore)) await delay(20);
    stop.abort(new Error('enough'));

    await expect(reading).rejects.toThrow('enough');
  });
});

test('a busy store is left alone for as long as it asks', async () => {
  await askFor({ fault: 'busy', status: 429, chunk: 0, retryAfterSeconds: 1 });
  const begun = performance.now();

  const { columns } = await read(results['few JSON']);

  expectAllRows(columns, results['few JSON']);
  expect(performance.now() - begun).toBeGreaterThan(1000);
});

test.each(['many JSON', 'many Arrow'] as const)(
  'what a failed read of %s rows has taken is given back',
  async (size) => {
    setFlagsFromString('--expose_gc');
    const collect = runInNewContext('gc') as () => void;
    const taken = () => {
      collect();
      const { arrayBuffers, external } = process.memoryUsage();
      return arrayBuffers + external;
    };
    await askFor({ fault: 'corrupt gzip', times: ALWAYS });
    await read(results[size]).catch(() => undefined);
    const before = taken();

    for (let round = 0; round < 4; round += 1) await read(results[size]).catch(() => undefined);

    const bytesOfResult = results[size].chunks.reduce((bytes, chunk) => bytes + chunk.uncompressedBytes, 0);
    const deadline = Date.now() + DEADLINE_SECONDS * 1000;
    while (taken() - before > bytesOfResult && Date.now() < deadline) await delay(50);
    expect(taken() - before).toBeLessThan(bytesOfResult);
  },
);

test('a warehouse that is suspended and does not resume by itself is named, with the statement that helps', async () => {
  await run('create or replace warehouse wh warehouse_size = xsmall auto_resume = false');
  await run('create table db.s.t as select 1 as n');
  await run('alter warehouse wh suspend');

  await expect(run('select * from db.s.t')).rejects.toThrow(
    /No warehouse is active: WH .* or it is suspended and does not resume by itself.* `alter warehouse WH resume`/,
  );

  await run('alter warehouse wh resume');
  expect((await run('select * from db.s.t')).rowCount).toBe(1);
});

test('faults come only where the account allows them, and only those that it knows', async () => {
  await expect(askFor({ fault: 'sleepy' } as unknown as ChunkFault)).rejects.toThrow("parameter 'LOCAL_FAULTS'");
  const strict = await startAccount();
  const plain = await openDriverSession(
    {
      account: LOGIN.account,
      accessUrl: strict.snowflake.url,
      credentials: { method: 'password', user: LOGIN.user, password: LOGIN.password },
      source: 'this test',
    },
    quietly(NEVER),
  );

  const asking = plain.run({ sqlText: "alter session set local_faults = '[]'", signal: NEVER });

  await expect(asking).rejects.toThrow('LOCAL_FAULTS');
  await plain.close();
  await strict.remove();
});

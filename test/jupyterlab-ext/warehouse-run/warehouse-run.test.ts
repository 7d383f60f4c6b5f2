import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Backend, RequestOptions } from 'jupyterlab-ext/backend/backend';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import { Store } from 'jupyterlab-ext/store/store';
import { WarehouseRun } from 'jupyterlab-ext/warehouse-run/warehouse-run';
import type { MethodName, Preview, WarehouseUse } from 'kernel-helpers/sidebar-contract/index';

const SUSPENDED: WarehouseUse = { warehouse: 'WH', size: 'X-Small', wouldWake: true, isLocal: false };
const PREVIEW: Preview = { columns: [], rows: [['1']], isCut: false, seconds: 0.1 };

interface Asked {
  readonly method: MethodName;
  readonly params: object;
  readonly signal: AbortSignal | undefined;
  answer(result: unknown): void;
  fail(error: Error): void;
}

let asked: Asked[];
let run: WarehouseRun<'preview'>;

beforeEach(() => {
  asked = [];
  const request = (method: MethodName, params: object, { signal }: RequestOptions<MethodName> = {}) =>
    new Promise((answer, fail) => {
      signal?.addEventListener('abort', () => fail(new RequestError({ message: 'ended', reason: 'interrupted' })));
      asked.push({ method, params, signal, answer, fail });
    });
  const backend = { condition: new Store({ is: 'ready' }), request } as unknown as Backend;
  run = new WarehouseRun(backend, 'preview', { path: ['D', 'S', 'T'], limit: 5 });
});

async function look(use: WarehouseUse): Promise<void> {
  const looking = run.look();
  asked[0]?.answer(use);
  await Promise.race([looking, new Promise(setImmediate)]);
}

describe('a run on a warehouse', () => {
  test('says what it will use, and starts no statement before somebody wants it', async () => {
    await look(SUSPENDED);

    expect(asked.map(({ method }) => method)).toEqual(['warehouseUse']);
    expect(run.state.state).toEqual({ use: SUSPENDED, isRunning: false });
  });

  test('on the account of this machine starts at once', async () => {
    await look({ ...SUSPENDED, isLocal: true });

    expect(asked.map(({ method }) => method)).toEqual(['warehouseUse', 'preview']);
    expect(run.state.state.isRunning).toBe(true);
  });

  test('keeps its result while it runs again with another order', async () => {
    await look(SUSPENDED);
    const first = run.run();
    asked[1]?.answer(PREVIEW);
    await first;
    void run.run({ path: ['D', 'S', 'T'], limit: 5, sort: { column: 'A', descending: true } });

    expect(run.state.state).toMatchObject({ isRunning: true, result: PREVIEW });
    expect(asked[2]?.params).toMatchObject({ sort: { column: 'A', descending: true } });
  });

  test('that is cancelled ends its request, and is no failure', async () => {
    await look(SUSPENDED);
    const running = run.run();
    run.cancel();
    await running;

    expect(asked[1]?.signal?.aborted).toBe(true);
    expect(run.state.state).toEqual({ use: SUSPENDED, isRunning: false });
  });

  test('that is started twice shows only what the second one says', async () => {
    await look(SUSPENDED);
    const first = run.run();
    const second = run.run();
    asked[2]?.answer(PREVIEW);
    await Promise.all([first, second]);

    expect(asked[1]?.signal?.aborted).toBe(true);
    expect(run.state.state).toMatchObject({ isRunning: false, result: PREVIEW });
  });

  test('that fails says why', async () => {
    await look(SUSPENDED);
    const running = run.run();
    const error = new RequestError({ message: 'No warehouse.', reason: 'no-warehouse' });
    asked[1]?.fail(error);
    await running;

    expect(run.state.state).toEqual({ use: SUSPENDED, isRunning: false, error });
  });
});

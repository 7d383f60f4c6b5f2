import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { HIDDEN_SESSION_TYPE } from '../../../jupyterlab-ext/src/backend/hidden-session';
import { prefetchWhenWarm } from '../../../jupyterlab-ext/src/panel/prefetch-when-warm';

const NOTEBOOK = { type: 'notebook' };
const HIDDEN = { type: HIDDEN_SESSION_TYPE };

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function labWith(running: readonly { readonly type: string }[], restored: Promise<void> = Promise.resolve()) {
  return { restored, serviceManager: { sessions: { ready: Promise.resolve(), running: () => running } } };
}

describe('the first look at the sidebar is prepared', () => {
  test.each([
    ['where the hidden session runs', [NOTEBOOK, HIDDEN], 1],
    ['not where only notebooks run', [NOTEBOOK], 0],
    ['not where nothing runs', [], 0],
  ])('%s', async (_, running, times) => {
    const work = jest.fn(async () => {});

    prefetchWhenWarm(labWith(running), work);
    await jest.advanceTimersByTimeAsync(60_000);

    expect(work).toHaveBeenCalledTimes(times);
  });

  test('only some time after JupyterLab has started', async () => {
    const work = jest.fn(async () => {});
    let start = () => {};
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });

    prefetchWhenWarm(labWith([HIDDEN], started), work);
    await jest.advanceTimersByTimeAsync(60_000);
    start();
    await jest.advanceTimersByTimeAsync(1_000);
    const timesSoon = work.mock.calls.length;
    await jest.advanceTimersByTimeAsync(10_000);

    expect([timesSoon, work.mock.calls.length]).toEqual([0, 1]);
  });
});

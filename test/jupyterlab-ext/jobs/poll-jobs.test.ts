import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { JobsPoll } from 'jupyterlab-ext/jobs/poll-jobs';
import { Store } from 'jupyterlab-ext/store/store';
import { until } from '../../support/until';

/** A real account is asked no more often than this. */
const INTERVAL_SECONDS = 30;
/** For a look that would come at once. */
const SOON_MS = 100;

let poll: JobsPoll | undefined;
afterEach(() => poll?.close());

/** Looks that end when they are told to. */
function polling() {
  const visible = new Store(true);
  const ends: (() => void)[] = [];
  poll = new JobsPoll({
    visible,
    intervalSeconds: () => INTERVAL_SECONDS,
    look: () => new Promise((resolve) => ends.push(resolve)),
  });
  return { visible, ends };
}

describe('a poll that comes into view again', () => {
  test('looks at once if its last look was not finished when it went out of view', async () => {
    const { visible, ends } = polling();
    await until(async () => ends.length === 1);

    // As a tab does while JupyterLab lays out its page anew.
    visible.set(false);
    ends[0]?.();
    visible.set(true);

    await until(async () => ends.length === 2);
  });

  test('waits for its time after a look that was finished', async () => {
    const { visible, ends } = polling();
    await until(async () => ends.length === 1);
    ends[0]?.();
    await delay(SOON_MS);

    visible.set(false);
    visible.set(true);
    await delay(SOON_MS);

    expect(ends).toHaveLength(1);
  });
});

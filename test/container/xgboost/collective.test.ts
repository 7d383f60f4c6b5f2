import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { THREADS } from 'container/locations';
import type { CollectiveAddress } from 'container/xgboost/collective';
import type { TrackerThreadCalls } from 'container/xgboost/tracker-thread';
import type { TrainingOrder } from 'container/xgboost/train-rounds';
import type { RoundEvent, TrainingThreadCalls } from 'container/xgboost/training-thread';
import { isPlatformError } from 'kernel-helpers/errors';
import { CallableWorker } from 'kernel-helpers/threads/worker-calls';
import { findFreePort } from '../../support/free-port';
import { randomNumbers } from '../support/houses';
import { useXGBoostLibrary } from '../support/xgboost-library';

/** Hosts as threads of this process: each thread has a communicator of its own, as each process would. */
type HostThread = CallableWorker<TrainingThreadCalls, RoundEvent>;

const opened: { close(): Promise<void> }[] = [];

beforeAll(useXGBoostLibrary);
afterEach(async () => {
  for (const worker of opened.splice(0).reverse()) await worker.close();
});

describe('hosts that have met', () => {
  test('hear what the leader says, and agree on the largest number', async () => {
    const hosts = await meet(3);

    const heard = await Promise.all(
      hosts.map(({ calls }, index) => calls.broadcast(index === 0 ? Buffer.from('the leader’s word') : undefined, 0)),
    );
    const largest = await Promise.all(hosts.map(({ calls }, index) => calls.maximum([index, 3 - index])));

    expect(heard.map((bytes) => Buffer.from(bytes).toString())).toEqual(Array(3).fill('the leader’s word'));
    expect(largest).toEqual(Array(3).fill([2, 3]));
    await leave(hosts);
  });

  test('train the same model, to the byte', async () => {
    const hosts = await meet(2);

    const trained = await Promise.all(hosts.map(({ calls }, index) => calls.train(orderOf(index + 1))));
    const files = await Promise.all(hosts.map(({ calls }) => calls.saveModel(0, {})));

    expect(trained[0].rounds).toBe(10);
    expect(trained[1].metrics).toEqual(trained[0].metrics);
    expect(Buffer.compare(files[0], files[1])).toBe(0);
    await leave(hosts);
  });

  test('train when one of them has no rows', async () => {
    const hosts = await meet(2);
    const none = { columns: [new Float32Array()], labels: new Float32Array() };

    const trained = await Promise.all([
      hosts[0].calls.train(orderOf(1)),
      hosts[1].calls.train({ ...orderOf(2), train: none }),
    ]);

    expect(trained[1].metrics).toEqual(trained[0].metrics);
    await leave(hosts);
  });

  test('learn at once that one has left in the middle', async () => {
    const hosts = await meet(2);

    const [failure] = await Promise.all([
      hosts[0].calls.train({ ...orderOf(1), rounds: 1_000_000 }).catch((error: unknown) => error),
      hosts[1].calls.leave(),
    ]);

    expect(isPlatformError(failure)).toBe(true);
    expect(String(failure)).toMatch(/Another host of the job is gone/);
  });
});

describe('hosts that do not meet', () => {
  test('say so after the timeout, and say what to look at', async () => {
    const port = await startTracker(2, await findFreePort(), 2);
    const [host] = startHosts(1);

    const failure = await host.calls.join(addressOf(0, 2, port, 2)).catch((error: unknown) => error);

    expect(isPlatformError(failure)).toBe(true);
    expect(String(failure)).toMatch(/Not all of the 2 hosts met at 127\.0\.0\.1:\d+ within 2 s\. .*security group/);
  });

  test('because the port is taken get an error that names the port', async () => {
    const port = await startTracker(2, await findFreePort(), 30);

    await expect(startTracker(2, port, 30)).rejects.toThrow(
      new RegExp(`cannot listen on 127\\.0\\.0\\.1:${port}: .*XGBOOST_TRACKER_PORT`),
    );
  });
});

async function meet(hostCount: number): Promise<readonly HostThread[]> {
  const port = await startTracker(hostCount, 0, 30);
  const hosts = startHosts(hostCount);
  await Promise.all(hosts.map(({ calls }, index) => calls.join(addressOf(index, hostCount, port, 30))));
  return hosts;
}

async function startTracker(hostCount: number, port: number, timeoutSeconds: number): Promise<number> {
  const tracker = new CallableWorker<TrackerThreadCalls>(THREADS.tracker, ['start', 'finish', 'close']);
  opened.push({
    close: async () => {
      await tracker.calls.close();
      await tracker.close();
    },
  });
  return await tracker.calls.start({ host: '127.0.0.1', port, hostCount, timeoutSeconds });
}

function startHosts(count: number): readonly HostThread[] {
  return Array.from({ length: count }, () => {
    const host: HostThread = new CallableWorker(
      THREADS.training,
      ['join', 'maximum', 'broadcast', 'train', 'saveModel', 'leave'],
      { data: { stopFlag: new Int32Array(new SharedArrayBuffer(4)) } },
    );
    opened.push({
      close: async () => {
        await host.calls.leave();
        await host.close();
      },
    });
    return host;
  });
}

async function leave(hosts: readonly HostThread[]): Promise<void> {
  await Promise.all(hosts.map(({ calls }) => calls.leave()));
}

function addressOf(
  hostIndex: number,
  hostCount: number,
  trackerPort: number,
  timeoutSeconds: number,
): CollectiveAddress {
  return { trackerHost: '127.0.0.1', trackerPort, hostIndex, hostCount, generation: 0, timeoutSeconds };
}

function orderOf(seed: number): TrainingOrder {
  const random = randomNumbers(seed);
  const feature = Float32Array.from({ length: 500 }, random);
  const labels = feature.map((value) => value ** 2);
  return {
    train: { columns: [feature], labels },
    parameters: [
      ['tree_method', 'hist'],
      ['nthread', '1'],
    ],
    rounds: 10,
    threads: 1,
  };
}

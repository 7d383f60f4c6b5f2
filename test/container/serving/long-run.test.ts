import { readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { randomNumbers } from '../support/houses';
import { type Serving, startServing, writeServedModel } from '../support/serving';
import { useXGBoostLibrary } from '../support/xgboost-library';

const FEATURE_COUNT = 10;
const FIRST_PREDICTIONS = 2000;
const PREDICTIONS = 10_000;
/** If each request left its smallest buffer of 1 kB behind, it would be 10. */
const MOST_GROWTH_MEGABYTES = 8;

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
let folder: TemporaryFolder;
let serving: Serving;

beforeAll(async () => {
  useXGBoostLibrary();
  folder = makeTemporaryFolder('serve-long');
  const random = randomNumbers(1);
  const columns = Array.from({ length: FEATURE_COUNT }, () => Float32Array.from({ length: 5000 }, random));
  const labels = Float32Array.from({ length: 5000 }, random);
  writeServedModel(folder.path, { data: { columns, labels }, parameters: [['max_depth', '8']], rounds: 40 });
  serving = await startServing(folder.path);
});

afterAll(async () => {
  agent.destroy();
  await serving.stop();
  folder.close();
});

describe('an endpoint that runs for long', () => {
  test('holds no more memory and no more threads after ten thousand predictions', async () => {
    await predictOften(FIRST_PREDICTIONS);
    const before = await factsOf(serving.pid);

    await predictOften(PREDICTIONS);

    const after = await factsOf(serving.pid);
    expect(after.threads).toBe(before.threads);
    expect(after.megabytes - before.megabytes).toBeLessThan(MOST_GROWTH_MEGABYTES);
  });

  test('is healthy, and answers others, while it explains many rows', async () => {
    const explaining = post(rows(1000), 'answer=contributions');
    let isExplained = false;
    void explaining.then(() => {
      isExplained = true;
    });

    const waits: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const begun = performance.now();
      const health = await fetch(`${serving.url}/ping`);
      await post(rows(1));
      waits.push(performance.now() - begun);
      expect(health.status).toBe(200);
    }

    expect(isExplained).toBe(false);
    // SageMaker gives a health check 2 s (developer guide, "Use your own inference code with hosting services").
    expect(Math.max(...waits)).toBeLessThan(2000);
    expect((await explaining).split('\n')).toHaveLength(1000);
  });
});

async function predictOften(count: number): Promise<void> {
  const body = rows(1);
  const loops = Array.from({ length: 8 }, async () => {
    for (let done = 0; done < count / 8; done += 1) await post(body);
  });
  await Promise.all(loops);
}

/** Memory in use, and threads, which only Linux tells. */
async function factsOf(pid: number): Promise<{ readonly threads: number; readonly megabytes: number }> {
  const kilobytes = await runToSuccess('ps', ['-o', 'rss=', '-p', String(pid)]);
  const threads = process.platform === 'linux' ? readdirSync(`/proc/${pid}/task`).length : 0;
  return { threads, megabytes: Number(kilobytes) / 1024 };
}

function rows(count: number): string {
  const random = randomNumbers(count);
  const row = () => Array.from({ length: FEATURE_COUNT }, () => random().toFixed(4)).join(',');
  return Array.from({ length: count }, row).join('\n');
}

function post(body: string, attributes = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/csv', 'x-amzn-sagemaker-custom-attributes': attributes };
    const asking = request(`${serving.url}/invocations`, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode === 200) text(response).then(resolve, reject);
      else reject(new Error(`Status ${response.statusCode}`));
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

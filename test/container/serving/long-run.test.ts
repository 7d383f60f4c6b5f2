import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runToSuccess } from '../../support/run-process';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';
import { randomNumbers } from '../support/houses';
import { type Serving, startServing, writeServedModel } from '../support/serving';
import { useXGBoostLibrary } from '../support/xgboost-library';

const FEATURE_COUNT = 10;
/** Until then V8 makes room for so many requests at a time. */
const FIRST_PREDICTIONS = 10_000;
const PREDICTIONS = 10_000;
/** If each request left its smallest buffer of 1 kB behind, it would be 10. */
const MOST_GROWTH_MEGABYTES = 8;

const CONNECTIONS = 8;
/** So many requests are sent before the first of them is answered: clients of HTTP take more time than the endpoint. */
const REQUESTS_AHEAD = 4;

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
    const explaining = post(rows(600), 'answer=contributions');
    let isExplained = false;
    void explaining.then(() => {
      isExplained = true;
    });

    const waits: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const begun = performance.now();
      const health = await fetch(`${serving.url}/ping`);
      await post(rows(1));
      waits.push(performance.now() - begun);
      expect(health.status).toBe(200);
    }

    expect(isExplained).toBe(false);
    // SageMaker gives a health check 2 s (developer guide, "Use your own inference code with hosting services").
    expect(Math.max(...waits)).toBeLessThan(2000);
    expect((await explaining).split('\n')).toHaveLength(600);
  });
});

async function predictOften(count: number): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, () => predictOnConnection(count / CONNECTIONS)));
}

async function predictOnConnection(count: number): Promise<void> {
  const { hostname, port } = new URL(serving.url);
  const body = rows(1);
  const request = `POST /invocations HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const socket = connect(Number(port), hostname);
  for (let left = count; left > 0; left -= REQUESTS_AHEAD) {
    const asked = Math.min(left, REQUESTS_AHEAD);
    socket.write(request.repeat(asked));
    await readAnswers(socket, asked);
  }
  socket.destroy();
}

function readAnswers(socket: Socket, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (part: Buffer) => {
      text += part.toString('latin1');
      const statuses = Array.from(text.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => status);
      if (statuses.some((status) => status !== '200')) reject(new Error(`The endpoint answered ${text}`));
      if (statuses.length < count) return;
      socket.off('data', read);
      socket.off('error', reject);
      resolve();
    };
    socket.on('data', read);
    socket.on('error', reject);
  });
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

async function post(body: string, attributes = ''): Promise<string> {
  const headers = { 'content-type': 'text/csv', 'x-amzn-sagemaker-custom-attributes': attributes };
  const response = await fetch(`${serving.url}/invocations`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
  return await response.text();
}

import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeTemporaryFolder } from '../../../support/temporary-folder';
import { KernelClient, REPOSITORY } from '../support/kernel-client';

const folder = makeTemporaryFolder('interrupted-downloads');
/** The package exports neither of the two parts that the cell needs. */
const PARTS = join(REPOSITORY, 'kernel-helpers', 'dist');
const asked: string[] = [];
let server: Server;
let kernel: KernelClient;

/** Starts a server that takes every request but completes no answer. */
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(String(request.url));
    if (request.method === 'GET') response.writeHead(200, { 'content-length': 1_000_000 }).write('half of it');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  kernel = await KernelClient.start({ cwd: join(REPOSITORY, 'notebooks') });
});
afterAll(async () => {
  await kernel.close();
  server.closeAllConnections();
  server.close();
  folder.close();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Interrupts a cell when the server has got a request. */
async function interruptWhenAsked(code: string) {
  const before = asked.length;
  const running = kernel.startExecution(code);
  const deadline = Date.now() + 20_000;
  while (asked.length === before) {
    if (Date.now() > deadline) throw new Error('The server got no request.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const start = Date.now();
  await kernel.request('control', 'interrupt_request', {});
  const execution = await kernel.executionOf(running);
  return { ...execution, endedAfterMs: Date.now() - start };
}

test('a login that is interrupted ends its cell at once, and the kernel goes on', async () => {
  const { error, endedAfterMs } = await interruptWhenAsked(`
    import { connect } from 'kernel-helpers';
    await connect({ account: 'local', accessUrl: '${address()}', user: 'someone', password: 'secret' });`);

  expect(error).toMatchObject({ ename: 'Interrupted' });
  expect(endedAfterMs).toBeLessThan(1_000);
  expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
});

test('a download of the data set that is interrupted leaves no half file in the cache', async () => {
  const cache = join(folder.path, 'cache', 'cal_housing.data');
  const { error, endedAfterMs, stderr } = await interruptWhenAsked(`
    const { findHousingFile } = require('${PARTS}/dataset/housing-sources');
    const { IN_CELL } = require('${PARTS}/cell-api/in-cell');
    await findHousingFile(IN_CELL, {
      cache: '${cache}',
      besideClone: '${folder.path}/nowhere',
      fileSha256: '',
      archive: { url: '${address()}/archive.tgz', sha256: '', member: 'x' },
    });`);

  expect(error).toMatchObject({ ename: 'Interrupted' });
  expect(endedAfterMs).toBeLessThan(1_000);
  expect((await kernel.execute('1 + 1')).result).toEqual({ 'text/plain': '2' });
  expect(stderr).toBe('');
  expect(existsSync(cache)).toBe(false);
  expect(readdirSync(folder.path)).toEqual([]);
});

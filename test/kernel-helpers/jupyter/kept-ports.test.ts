import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFreePort } from 'local-account/machine/ports';
import { keepPort, keptPorts, portForNextStart } from '../../../kernel-helpers/jupyter/lab/kept-ports';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

let clone: TemporaryFolder;
let others: Server[];
beforeEach(() => {
  clone = makeTemporaryFolder('clone');
  others = [];
});
afterEach(async () => {
  for (const other of others) await new Promise((closed) => other.close(closed));
  clone.close();
});

/** Another program, or another start, that listens on the port. */
async function listenOn(port: number): Promise<void> {
  const other = createServer().listen(port, '127.0.0.1');
  others.push(other);
  await once(other, 'listening');
}

describe('the port of a start', () => {
  test('is that of the start before it', async () => {
    const port = await findFreePort();
    keepPort(clone.path, port);

    expect(await portForNextStart(clone.path)).toBe(port);
  });

  test('is another one where there was no start before', async () => {
    expect(await portForNextStart(clone.path)).toBeGreaterThan(0);
  });

  test('is another one while a program has the port, and the first one again when that has ended', async () => {
    const port = await findFreePort();
    keepPort(clone.path, port);
    await listenOn(port);

    expect(await portForNextStart(clone.path)).not.toBe(port);

    await new Promise((closed) => others[0].close(closed));
    expect(await portForNextStart(clone.path)).toBe(port);
  });

  test('is that of the first of two starts side by side, when the first one ends and starts again', async () => {
    const [first, second] = [await findFreePort(), await findFreePort()];
    keepPort(clone.path, first);
    keepPort(clone.path, second);
    await listenOn(second);

    expect(await portForNextStart(clone.path)).toBe(first);
  });
});

test('the five latest ports are kept, each once, latest first', () => {
  for (const port of [1, 2, 3, 4, 5, 6, 4]) keepPort(clone.path, port);

  expect(keptPorts(clone.path)).toEqual([4, 6, 5, 3, 2]);
});

test.each([
  ['', []],
  ['x', []],
  ['0\n99999\n', []],
  ['x\n23456\n', [23_456]],
  ['23456', [23_456]],
])('a file that holds %j gives the ports %j', (text, ports) => {
  const file = join(clone.path, '.set-up', 'jupyter', 'port');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);

  expect(keptPorts(clone.path)).toEqual(ports);
});

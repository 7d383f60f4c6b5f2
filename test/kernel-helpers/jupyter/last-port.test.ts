import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { keepPort, lastPort } from '../../../kernel-helpers/jupyter/lab/last-port';
import { makeTemporaryFolder } from '../../support/temporary-folder';

const clone = makeTemporaryFolder('clone');
afterAll(() => clone.close());

test('the port of the last start is kept', () => {
  expect(lastPort(clone.path)).toBeUndefined();

  keepPort(clone.path, '23456');

  expect(lastPort(clone.path)).toBe(23_456);
});

test.each(['', 'x', '0', '99999'])('a file that holds %j instead of a port counts as none', (text) => {
  mkdirSync(join(clone.path, '.set-up', 'jupyter'), { recursive: true });
  writeFileSync(join(clone.path, '.set-up', 'jupyter', 'port'), text);

  expect(lastPort(clone.path)).toBeUndefined();
});

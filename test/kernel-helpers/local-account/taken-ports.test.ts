import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AccountPorts } from 'local-account/dist/account/choose-ports';
import { accountFolder } from 'local-account/dist/account/locations';
import { findPythonTools } from 'local-account/dist/account/python';
import { type Parts, startParts } from 'local-account/dist/account/start-parts';
import { ProcessLedger } from 'local-account/dist/machine/process-ledger';
import { findFreePort } from '../../support/free-port';
import { makeTemporaryFolder, type TemporaryFolder } from '../../support/temporary-folder';

const CREDENTIALS = {
  accessKeyId: 'AKIATESTTESTTESTTEST',
  secretAccessKey: 'a key of the test',
  snowflakeUser: 'TESTER',
  snowflakePassword: 'a password of the test',
};
const PARTS = ['aws', 'sageMaker', 'snowflake'] as const;

describe('a port that another program takes after it was found free', () => {
  let folder: TemporaryFolder;
  let ports: AccountPorts;
  let others: readonly Server[];
  const opened: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    folder = makeTemporaryFolder('taken-ports');
    ports = { aws: await findFreePort(), sageMaker: await findFreePort(), snowflake: await findFreePort() };
  });
  afterEach(async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
    for (const other of others) other.close();
    folder.close();
  });

  async function take(taken: readonly number[]): Promise<void> {
    others = taken.map((port) => createServer().listen(port, '127.0.0.1'));
    await Promise.all(others.map((other) => once(other, 'listening')));
  }

  function start(arePortsRequired: boolean): Promise<Parts> {
    return startParts({
      folder: accountFolder(folder.path),
      ports,
      arePortsRequired,
      credentials: CREDENTIALS,
      tools: findPythonTools(),
      ledger: new ProcessLedger(join(folder.path, 'processes')),
      onOpen: (part) => opened.push(part),
    });
  }

  test('makes each part of the account listen elsewhere', async () => {
    await take(Object.values(ports));

    const parts = await start(false);

    for (const part of PARTS) {
      expect(parts[part].port).not.toBe(ports[part]);
      expect((await fetch(`http://127.0.0.1:${parts[part].port}/`)).status).toBeGreaterThanOrEqual(200);
    }
  });

  test.each(PARTS)('is an error that names the port when the user asked for it: %s', async (part) => {
    await take([ports[part]]);

    await expect(start(true)).rejects.toThrow(`${ports[part]}`);
  });
});

import { get } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { loadDriver } from 'kernel-helpers/snowflake/session/driver';
import { watchAnswers } from 'kernel-helpers/snowflake/session/watch-answers';
import { findFreePort } from '../../../support/free-port';
import { startSnowflakeGate } from '../../../support/snowflake-gate';
import { until } from '../../../support/until';
import { startScriptedSnowflake } from '../scripted-snowflake';

const PATIENCE = { failingForSeconds: 1.5, silentForSeconds: 1.5 };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** The driver itself, which tries again without a word, and a server whose answers can get lost. */
async function startWatched() {
  const server = await startScriptedSnowflake((sqlText) =>
    sqlText === 'hang' ? 'hangs' : { rowtype: [], rowset: [] },
  );
  open.push(server);
  const gate = await startSnowflakeGate(server.url);
  open.push(gate);
  const options = { account: 'a', accessUrl: gate.url, username: 'u', password: 'p' };
  const connection = loadDriver().createConnection(options);
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  const told: string[] = [];
  open.push({ close: watchAnswers(gate.url, (problem) => told.push(problem), PATIENCE) });
  const execute = (sqlText: string) => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const statement = connection.execute({ sqlText, complete: () => end() });
    return { ended, cancel: () => statement.cancel(() => undefined) };
  };
  return { server, gate, host: new URL(gate.url).host, told, execute };
}

describe('what the requests of the driver come to', () => {
  test('is told once when the server cannot be reached for a while', async () => {
    const { gate, host, told, execute } = await startWatched();
    const loss = gate.lose('select 1', 'before it is run');
    const { ended } = execute('select 1');

    await until(() => told.length > 0);
    loss.end();
    await ended;
    expect(told).toEqual([
      `${host} cannot be reached (ECONNRESET). Check that network, proxy and firewall let this host through, and run it again.`,
    ]);
  });

  test('is told when the server takes a request and is silent', async () => {
    const { host, told, execute } = await startWatched();
    const { ended, cancel } = execute('hang');

    await until(() => told.length > 0);
    cancel();
    await ended;
    expect(told).toEqual([`${host} has not answered for 1.5 seconds.`]);
  });

  test('is nothing to tell of another server on the same machine that cannot be reached', async () => {
    const { told } = await startWatched();
    const closed = `http://127.0.0.1:${await findFreePort()}`;
    const begun = Date.now();
    await until(async () => {
      await new Promise((resolve) => get(closed).once('error', resolve));
      return Date.now() - begun > 2 * 1000 * PATIENCE.failingForSeconds;
    });

    expect(told).toEqual([]);
  });

  test('is nothing to tell while the server answers, and nothing is sent for that', async () => {
    const { server, told, execute } = await startWatched();
    const before = server.requests.length;
    await execute('select 1').ended;
    const begun = Date.now();
    await until(() => Date.now() - begun > 2 * 1000 * PATIENCE.silentForSeconds);

    expect(told).toEqual([]);
    expect(server.requests.slice(before)).toEqual(['POST /queries/v1/query-request']);
  });
});

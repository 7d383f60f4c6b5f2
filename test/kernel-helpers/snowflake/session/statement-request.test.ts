import { afterEach, describe, expect, test } from '@jest/globals';
import { AnswerWatch } from 'kernel-helpers/snowflake/session/answer-watch';
import { SessionRequests } from 'kernel-helpers/snowflake/session/session-requests';
import { StatementRequest } from 'kernel-helpers/snowflake/session/statement-request';
import { startSnowflakeGate } from '../../../support/snowflake-gate';
import { until } from '../../../support/until';
import { type ScriptedAnswer, startScriptedSnowflake } from '../scripted-snowflake';

const NEVER = new AbortController().signal;
const PATIENCE = { failingForSeconds: 0.5, silentForSeconds: 0.5 };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** A statement of a session that the driver takes no part in, and a server whose answers can get lost. */
async function startStatement(sqlText: string, answer: ScriptedAnswer, waiting = NEVER) {
  const server = await startScriptedSnowflake(() => answer);
  const gate = await startSnowflakeGate(server.url);
  const told: string[] = [];
  const watch = new AnswerWatch(gate.url, (problem) => told.push(problem), PATIENCE);
  open.push(server, gate, { close: () => watch.end() });
  const tokens = { current: () => 'session-token-1', renew: async () => undefined };
  const requests = new SessionRequests(gate.url, tokens);
  const request = new StatementRequest(requests, { sqlText, signal: NEVER }, waiting, watch);
  return { server, gate, host: new URL(gate.url).host, told, request };
}

describe('a statement on its way', () => {
  test('is sent again until it gets through, and a person is told once that it does not', async () => {
    const { server, gate, host, told, request } = await startStatement('select 1', { rowtype: [], rowset: [] });
    const loss = gate.lose('select 1', 'before it is run');
    const answered = request.answer({});

    await until(() => told.length > 0);
    loss.end();

    expect(await answered).toMatchObject({ kind: 'result' });
    expect(told).toEqual([
      `${host} cannot be reached (ECONNRESET). Check that network, proxy and firewall let this host through, and run it again.`,
    ]);
    expect(server.statements).toHaveLength(1);
  });

  test('is waited for when the server is silent, and a person is told', async () => {
    const { host, told, request } = await startStatement('hang', 'hangs');
    const answered = request.answer({});

    await until(() => told.length > 0);
    await request.cancel();

    expect(await answered).toMatchObject({ kind: 'failure', code: '000604' });
    expect(told).toEqual([`${host} has not answered for 0.5 seconds.`]);
  });

  test('is waited for no longer when nobody waits, even between two attempts', async () => {
    const waiting = new AbortController();
    const { gate, request } = await startStatement('select 1', { rowtype: [], rowset: [] }, waiting.signal);
    const loss = gate.lose('select 1', 'before it is run');
    const answered = request.answer({});
    answered.catch(() => undefined);
    await until(() => loss.met > 0);
    waiting.abort(new Error('enough'));

    await expect(answered).rejects.toThrow('enough');
  });

  test('is cancelled by its query id once Snowflake has told it', async () => {
    const slow: ScriptedAnswer = { rowtype: [], rowset: [], isSlow: true };
    const { server, gate, request } = await startStatement('select 1', slow);
    const held = gate.hold('/queries/01b-1/result', 'before it is run');
    const answered = request.answer({});
    await held.reached;

    expect(await request.cancel()).toBeUndefined();
    held.release();
    await answered;

    expect(request.queryId).toBe('01b-1');
    expect(server.requests).toEqual([
      'POST /queries/v1/query-request',
      'POST /queries/01b-1/abort-request',
      'GET /queries/01b-1/result',
    ]);
  });
});

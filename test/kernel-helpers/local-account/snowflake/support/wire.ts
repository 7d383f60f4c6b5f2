import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { RunningSnowflake } from '../../../../../kernel-helpers/local-account/snowflake';
import { LOGIN } from './local-account';

/** Logs in without a driver, to see what a driver gets. Returns the session token. */
export async function logIn(snowflake: RunningSnowflake, data: Readonly<Record<string, string>> = {}): Promise<string> {
  const who = { ACCOUNT_NAME: LOGIN.account, LOGIN_NAME: LOGIN.user, PASSWORD: LOGIN.password };
  const path = '/session/v1/login-request?warehouse=wh&databaseName=db';
  const answer = await post(snowflake, path, '', { data: { ...who, ...data } });
  return z.object({ data: z.object({ token: z.string() }) }).parse(answer).data.token;
}

let requests = 0;

/** Runs a statement, and returns what the server sent. */
export async function runStatement(
  snowflake: RunningSnowflake,
  token: string,
  sqlText: string,
  options: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  requests += 1;
  return post(snowflake, `/queries/v1/query-request?requestId=${requests}`, token, { sqlText, ...options }, more);
}

/** @param more further headers of the request */
export async function post(
  snowflake: RunningSnowflake,
  path: string,
  token: string,
  body: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const headers = { authorization: `Snowflake Token="${token}"`, 'content-type': 'application/json', ...more };
  // `fetch` would replace a Host header.
  const request = httpRequest(snowflake.url + path, { method: 'POST', headers }).end(JSON.stringify(body));
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  return json(answer);
}

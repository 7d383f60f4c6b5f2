import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { unreachableHosts, usedHosts } from 'kernel-helpers/account-check/snowflake/hosts';
import { findFreePort } from '../../support/free-port';

// The form of the documentation: docs.snowflake.com/en/sql-reference/functions/system_allowlist
test('of the hosts that Snowflake lists, those are looked at that notebooks and jobs use', () => {
  const listed = JSON.stringify([
    { type: 'SNOWFLAKE_DEPLOYMENT', host: 'myorg-account1.snowflakecomputing.com', port: 443 },
    { type: 'STAGE', host: 'sfc-customer-stage.s3.us-west-2.amazonaws.com', port: 443 },
    { type: 'SNOWSQL_REPO', host: 'sfc-repo.snowflakecomputing.com', port: 443 },
    { type: 'OCSP_RESPONDER', host: 'ocsp.example.com', port: 80 },
  ]);

  expect(usedHosts(listed).map(({ type }) => type)).toEqual(['SNOWFLAKE_DEPLOYMENT', 'STAGE']);
});

test('a host counts as reached whatever it answers, and one that does not is named with its reason', async () => {
  const server = createServer((_, response) => response.writeHead(403).end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const closed = await findFreePort();
  const hosts = [
    { type: 'SNOWFLAKE_DEPLOYMENT', host: '127.0.0.1', port },
    { type: 'STAGE', host: '127.0.0.1', port: closed },
  ];

  const problems = await unreachableHosts(hosts, new AbortController().signal).finally(() => {
    server.closeAllConnections();
    server.close();
  });

  expect(problems).toEqual([expect.stringContaining(`127.0.0.1:${closed} cannot be reached (ECONNREFUSED)`)]);
});

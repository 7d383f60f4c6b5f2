import { afterEach, describe, expect, test } from '@jest/globals';
import { connect } from 'kernel-helpers/cell-api/connect';
import { isPlatformError } from 'kernel-helpers/errors';
import { downloadChunk } from 'kernel-helpers/snowflake/result/download-chunk';
import {
  STORE_REFUSALS,
  type StoreRefusal,
} from '../../../../kernel-helpers/local-account/snowflake/http/store-refusals';
import { findFreePort } from '../../../support/free-port';
import { LOGIN, startAccount, type TestAccount } from '../../local-account/snowflake/support/local-account';

let account: TestAccount | undefined;
afterEach(() => account?.remove());

const EXPIRED = /^The download links of this result have expired \(they last 6 hours\): HOST says /;
const BLOCKED =
  /^A part of the result was refused, although its link has not expired: HOST says .* this network may not reach that.* VPC endpoint.* here HOST\.$/;
const BEFORE =
  /^Not the store HOST itself but something before it, such as a proxy or firewall, answered HTTP \d+ .* here HOST\.$/;

// The stores' own words are in the local account's `store-refusals.ts`, with their sources.
const CASES: Readonly<Record<StoreRefusal, readonly [RegExp, string]>> = {
  's3 expired': [EXPIRED, 'AccessDenied, "Request has expired". Run the query again.'],
  's3 expired token': [EXPIRED, 'ExpiredToken, "The provided token has expired."'],
  's3 clock': [/because the clock of this machine is wrong: HOST says .*Set the clock/, 'RequestTimeTooSkewed'],
  's3 endpoint policy': [BLOCKED, 'AccessDenied, "User: anonymous is not authorized to perform: s3:GetObject'],
  's3 denied': [BLOCKED, 'AccessDenied, "Access Denied" (HTTP 403)'],
  's3 signature': [BLOCKED, 'SignatureDoesNotMatch'],
  'azure expired': [EXPIRED, 'AuthenticationFailed, "Server failed to authenticate the request.'],
  'azure firewall': [BLOCKED, 'AuthorizationFailure'],
  'gcs expired': [EXPIRED, 'ExpiredToken'],
  'gcs service controls': [BLOCKED, 'SecurityPolicyViolated, "Request violates VPC Service Controls."'],
  proxy: [BEFORE, 'HTTP 403'],
};

describe('a result file that is refused', () => {
  test.each(Object.keys(STORE_REFUSALS) as StoreRefusal[])(
    '%s: the error quotes it and names the host',
    async (storeRefusal) => {
      account = await startAccount({ storeRefusal, firstObjects: { warehouse: 'WH', database: 'DB', schema: 'S' } });
      const { url } = account.snowflake;
      const { host } = new URL(url);
      const snowflake = await connect({ ...LOGIN, accessUrl: url, warehouse: 'WH' });

      const result = await snowflake.execute('select seq8() as n from table(generator(rowcount => 50000))');
      const error = await result.read().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      await snowflake.close();

      const [form, quoted] = CASES[storeRefusal];
      const { message } = error as Error;
      expect(isPlatformError(error)).toBe(true);
      expect(message.replaceAll(host, 'HOST')).toMatch(form);
      expect(message).toContain(quoted);
      expect(message).not.toMatch(/signature=|AKIA|<|RequestId/);
    },
  );

  test("and a host that no network leads to: the error names the host and the network's code", async () => {
    const port = await findFreePort();
    const chunk = {
      url: `http://127.0.0.1:${port}/chunks/0?signature=abc`,
      rowCount: 1,
      compressedBytes: 9,
      uncompressedBytes: 9,
    };

    const error = await downloadChunk(chunk, {}, { signal: new AbortController().signal }).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).toMatchObject({
      message: `127.0.0.1:${port} cannot be reached (ECONNREFUSED). Check that network, proxy and firewall let this host through, and run it again.`,
    });
  });
});

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type Client, connectWithSchema } from './support/driver';
import { startAccount, type TestAccount } from './support/local-account';
import { logIn, runStatement } from './support/wire';

const putAnswer = z.object({
  data: z.object({ stageInfo: z.object({ locationType: z.string(), presignedUrl: z.string() }) }),
});

/** The Python connector from version 5 on: snowflakedb/drivers, `sf_core/src/file_manager/gcs_transfer.rs`. */
describe('a driver without LOCAL_FS', () => {
  let account: TestAccount;
  let client: Client;
  let token: string;
  beforeAll(async () => {
    account = await startAccount();
    client = await connectWithSchema(account.snowflake);
    await client.rows('CREATE STAGE files');
    token = await logIn(account.snowflake, { CLIENT_APP_ID: 'PythonConnector', CLIENT_APP_VERSION: '5.2.0' });
  });
  afterAll(async () => {
    await client.close();
    await account.remove();
  });

  async function linkFor(put: string): Promise<string> {
    const answer = putAnswer.parse(await runStatement(account.snowflake, token, put));
    expect(answer.data.stageInfo.locationType).toBe('GCS');
    return answer.data.stageInfo.presignedUrl;
  }

  const listed = async () => (await client.rows('LIST @files')).map(([name]) => name);

  test('uploads a file to a signed link, under the name that the driver gives it', async () => {
    const exact = await linkFor("PUT 'file:///tmp/my file.csv' @files/a AUTO_COMPRESS = FALSE");
    const compressed = await linkFor('PUT file:///tmp/b.csv @files/a');

    expect((await fetch(exact, { method: 'HEAD' })).status).toBe(404);
    expect((await fetch(exact, { method: 'PUT', body: 'x' })).status).toBe(200);
    expect((await fetch(exact, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(compressed, { method: 'PUT', body: gzipSync('x') })).status).toBe(200);

    expect(await listed()).toEqual(['files/a/b.csv.gz', 'files/a/my file.csv']);
  });

  test('a link for many files is answered 400, so that the driver asks for a link per file', async () => {
    const link = await linkFor('PUT file:///tmp/*.csv @files');

    expect((await fetch(link, { method: 'PUT', body: 'x' })).status).toBe(400);
  });

  test('a changed link writes nothing', async () => {
    const link = await linkFor('PUT file:///tmp/c.csv @files');
    const before = await listed();

    for (const changed of [link.replace('c.csv', 'd.csv'), link.replace(/signature=../, 'signature=xx')])
      expect((await fetch(changed, { method: 'PUT', body: 'x' })).status).toBe(403);
    expect((await fetch(link.replace('c.csv', '..%2f..%2fd.csv'), { method: 'PUT', body: 'x' })).status).toBe(403);

    expect(await listed()).toEqual(before);
  });
});

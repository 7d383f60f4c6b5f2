import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeJsonFile } from '../machine/private-files';

const credentialsSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  snowflakeUser: z.string(),
  snowflakePassword: z.string(),
});

/** The random keys and password of one local account. */
export type AccountCredentials = z.infer<typeof credentialsSchema>;

/** Reads the account's credentials, or makes them the first time. */
export function keepCredentials(path: string): AccountCredentials {
  if (existsSync(path)) return credentialsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const credentials = {
    accessKeyId: `AKIA${randomText(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
    snowflakeUser: 'NOTEBOOK_READER',
    snowflakePassword: randomBytes(18).toString('base64url'),
  };
  writeJsonFile(path, credentials);
  return credentials;
}

function randomText(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

import { z } from 'zod';
import { PlatformError } from '../../../errors';
import { parseJson } from '../../../parse-json';
import { isOnThisMachine } from '../../../this-machine';
import type { RegistryAnswer } from './registry-answer';

/** Where and for what a registry asks for a token. */
export interface BearerChallenge {
  readonly realm: URL;
  readonly service?: string;
  readonly scope?: string;
}

const tokenSchema = z.union([
  z.object({ token: z.string() }).transform(({ token }) => token),
  z.object({ access_token: z.string() }).transform(({ access_token }) => access_token),
]);

/** Reads `WWW-Authenticate: Bearer realm="…",service="…",scope="…"`; undefined for every other challenge. */
export function challengeOf(answer: RegistryAnswer): BearerChallenge | undefined {
  const header = answer.header('www-authenticate');
  if (header === undefined || !/^bearer /i.test(header)) return undefined;
  const parts = Object.fromEntries(
    [...header.matchAll(/([a-z]+)="([^"]*)"/gi)].map(([, name, value]) => [name, value]),
  );
  const { realm, service, scope } = parts as Partial<Record<string, string>>;
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  if (url.protocol !== 'https:' && !isOnThisMachine(url.href)) return undefined;
  return { realm: url, ...(service === undefined ? {} : { service }), ...(scope === undefined ? {} : { scope }) };
}

/**
 * Asks for an anonymous token, as public registries give one to everybody
 * (https://distribution.github.io/distribution/spec/auth/token/).
 */
export async function askForToken(
  { realm, service, scope }: BearerChallenge,
  get: (url: URL) => Promise<RegistryAnswer>,
): Promise<string> {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  const answer = await get(url);
  const body = await answer.bytes();
  const token = answer.status === 200 ? tokenSchema.safeParse(parseJson(body.toString('utf8'))) : undefined;
  if (token?.success) return token.data;
  throw new PlatformError(
    `${url.host} gave no token to download with (HTTP ${answer.status}). Wait a little and run it again.`,
    { facts: { status: answer.status }, reason: 'unavailable' },
  );
}

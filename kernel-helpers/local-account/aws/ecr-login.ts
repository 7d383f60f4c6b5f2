import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Caller, type Credentials, credentialsOf } from './callers';

/** ECR's name for everybody who has a token (ECR's user guide, "Private registry authentication"). */
export const REGISTRY_USER = 'AWS';

/** The password that a caller gets from ECR's GetAuthorizationToken; `ecr_login.py` derives the same one. */
export function registryPassword(caller: Caller, account: Credentials): string {
  return createHmac('sha256', credentialsOf(caller, account).secretAccessKey).update('registry').digest('hex');
}

/** Whose password a request's `Authorization` header holds; undefined when it is nobody's. */
export function callerOf(authorization: string | undefined, account: Credentials): Caller | undefined {
  const [, encoded = ''] = /^basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  const [, password = ''] = /^AWS:(.*)$/.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  const callers = ['notebook', 'job', 'service'] as const;
  return callers.find((caller) => isSame(password, registryPassword(caller, account)));
}

function isSame(given: string, right: string): boolean {
  return given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));
}

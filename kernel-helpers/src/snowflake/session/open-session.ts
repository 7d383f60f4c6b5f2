import { type ConnectOptions, connectionParameters } from './connection-parameters';
import { openDriverSession } from './driver-session';
import type { Session } from './session';

/** Logs in for a program that reads results and shows nothing; `connect` is for cells. */
export async function openSession(options: ConnectOptions & { readonly signal: AbortSignal }): Promise<Session> {
  return await openDriverSession(await connectionParameters(options), options.signal);
}

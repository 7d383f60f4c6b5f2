import { inProgram } from '../../program-surroundings';
import type { Settings } from '../../settings';
import { connectionParameters, optionsOf } from './connection-parameters';
import { openDriverSession } from './driver-session';
import type { Session } from './session';

/**
 * Logs in as settings say, for a program that reads results and shows nothing; its warnings go to stderr.
 * @param queryTag marks the statements in Snowflake's query history.
 */
export async function openSession(settings: Settings, signal: AbortSignal, queryTag?: string): Promise<Session> {
  const parameters = await connectionParameters({ ...optionsOf(settings), queryTag, signal });
  const surroundings = inProgram(signal);
  for (const remark of parameters.remarks ?? []) surroundings.say(remark);
  return await openDriverSession(parameters, surroundings);
}

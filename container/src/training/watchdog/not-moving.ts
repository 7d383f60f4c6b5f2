import { UserError } from 'kernel-helpers/errors';

/** @param place where the script of this host is, such as `in step 2, train()` */
export function notMoving(host: string, seconds: number, place: string): UserError {
  return new UserError(`Nothing has moved on host ${host} for ${seconds} s: its script is ${place}.`, {
    advice: 'Let the script end, write a line into the log now and then, or give the job more watchdogSeconds.',
  });
}

import { messageOf } from 'kernel-helpers/errors';
import { sayOnStderr } from '../own-stderr';

/**
 * What helps a person who types. Where it cannot be found there is none: an error of ours would stand in the way of what
 * they write. The log of whoever started the kernel says what went wrong.
 */
export async function findHelp<T>(find: () => T | Promise<T>, none: T): Promise<T> {
  try {
    return await find();
  } catch (error) {
    sayOnStderr(`No help could be given for a cell: ${messageOf(error)}`);
    return none;
  }
}

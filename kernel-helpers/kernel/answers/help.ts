import { messageOf } from 'kernel-helpers/errors';
import { sayOnStderr } from '../own-stderr';

/**
 * Finds help for a person who types. When that fails, this gives `none`, because an error of the kernel would disturb
 * them. The log of the program that started the kernel says what went wrong.
 */
export async function findHelp<T>(find: () => T | Promise<T>, none: T): Promise<T> {
  try {
    return await find();
  } catch (error) {
    sayOnStderr(`No help could be given for a cell: ${messageOf(error)}`);
    return none;
  }
}

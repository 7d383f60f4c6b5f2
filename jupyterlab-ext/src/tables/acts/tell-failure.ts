import { Notification } from '@jupyterlab/apputils';
import { isInterrupted, RequestError } from '../../backend/request-error';

/** Tells in a notification what failed. A request that somebody ended is no failure. */
export function tellFailure(error: unknown): void {
  if (isInterrupted(error)) return;
  const { message, advice } = RequestError.from(error);
  Notification.error([message, advice].filter((part) => part !== undefined).join(' '), { autoClose: false });
}

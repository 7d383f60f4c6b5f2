import type { ErrorReason } from 'kernel-helpers/sidebar-contract/index';

/** The pictures of failed nodes. */
export type ErrorPicture =
  | 'locked'
  | 'missing'
  | 'signed-out'
  | 'paused'
  | 'unreachable'
  | 'slow'
  | 'stopped'
  | 'failed';

/** Which picture a failed node has: chosen by the reason, never by a text. */
export function errorPicture(reason: ErrorReason | undefined): ErrorPicture {
  switch (reason) {
    case 'not-authorised':
      return 'locked';
    case 'table-not-found':
    case 'column-not-found':
    case 'not-found':
      return 'missing';
    case 'not-signed-in':
    case 'expired':
    case 'bad-settings':
      return 'signed-out';
    case 'suspended':
    case 'no-warehouse':
    case 'quota-exceeded':
      return 'paused';
    case 'unreachable':
    case 'unavailable':
      return 'unreachable';
    case 'timed-out':
    case 'throttled':
      return 'slow';
    case 'kernel-gone':
    case 'kernel-not-ours':
    case 'other-version':
      return 'stopped';
    default:
      return 'failed';
  }
}

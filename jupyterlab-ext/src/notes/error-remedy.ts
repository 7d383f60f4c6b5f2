import type { ErrorReason } from 'kernel-helpers/sidebar-contract/index';

/** What helps after a failure: to try again, or first to let the doctor say what is wrong with accounts and network. */
export type Remedy = 'retry' | 'doctor';

/** Which button comes first after a failure: chosen by the reason, never by a text. */
export function remedyFor(reason: ErrorReason | undefined): Remedy {
  switch (reason) {
    case 'not-signed-in':
    case 'expired':
    case 'bad-settings':
    case 'not-authorised':
    case 'unreachable':
      return 'doctor';
    default:
      return 'retry';
  }
}

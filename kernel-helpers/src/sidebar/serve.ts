import type { Comm, CommMessage } from '../cell/kernel-bridge';
import { type Hello, LEASE_SECONDS, SIDEBAR_PROTOCOL } from '../sidebar-contract/index';
import { Lease } from './lease';
import { Redactor } from './redactor';
import { RequestsOfPage } from './requests-of-page';
import { SharedLogin } from './shared-login';

/** One for all pages of this kernel. */
const redactor = new Redactor();
const snowflake = new SharedLogin(redactor);

/**
 * Answers the requests of one page of the sidebar until its comm closes, or until nothing was heard of it for
 * `LEASE_SECONDS`; then all that it asked for is aborted. The work of requests is not awaited, so the kernel is not busy.
 * @param kernel what `kernel_info` says of this kernel
 */
export function serveSidebar(
  comm: Comm,
  opening: CommMessage,
  kernel: Hello['hello']['kernel'],
  leaseSeconds = LEASE_SECONDS,
): void {
  const requests = new RequestsOfPage({ snowflake, redactor });
  const end = (): void => {
    lease.close();
    requests.close();
  };
  const lease = new Lease(leaseSeconds, () => {
    end();
    comm.close();
  });
  comm.onMessage = (message) => {
    lease.renew();
    requests.receive(message);
  };
  comm.onClose = end;
  const hello: Hello = { hello: { protocol: SIDEBAR_PROTOCOL, kernel, processId: process.pid } };
  opening.answer(hello);
}

import type { Comm, CommData, CommMessage } from 'kernel-helpers/cell/kernel-bridge';
import { serveSidebar } from 'kernel-helpers/sidebar/serve';

/** A page that speaks to the sidebar's service in this process, without a kernel between. */
export class PageOfTest {
  readonly received: CommData[] = [];
  isClosed = false;
  private readonly comm: Comm;

  constructor(leaseSeconds?: number) {
    this.comm = {
      id: 'comm-1',
      targetName: 'tables-and-jobs',
      send: (data) => void this.received.push(data),
      close: () => {
        this.isClosed = true;
      },
      onMessage: undefined,
      onClose: undefined,
    };
    serveSidebar(this.comm, this.message({}), { name: 'test', version: '1.2.3' }, leaseSeconds);
  }

  send(data: CommData): void {
    void this.comm.onMessage?.(this.message(data));
  }

  close(): void {
    this.comm.onClose?.({});
  }

  private message(data: CommData): CommMessage {
    return { data, buffers: [], answer: (answered) => void this.received.push(answered) };
  }
}

import { Store } from '../store/store';
import type { Backend, BackendState } from './backend';
import { RequestError } from './request-error';

/** Answers by the kernel of the hidden session. */
export class KernelBackend implements Backend {
  readonly condition = new Store<BackendState>({ is: 'resting' });

  async request(method: string): Promise<never> {
    throw new RequestError({ reason: 'kernel-gone', message: `No kernel answers ${method}.` });
  }

  setVisible(): void {}

  async restart(): Promise<void> {}

  close(): void {}
}

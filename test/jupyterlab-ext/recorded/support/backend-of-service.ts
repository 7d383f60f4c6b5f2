import type { Backend, RequestOptions } from 'jupyterlab-ext/backend/backend';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import { Store } from 'jupyterlab-ext/store/store';
import type { Comm, CommData, CommMessage } from 'kernel-helpers/cell/kernel-bridge';
import { serveSidebar } from 'kernel-helpers/sidebar/serve';
import {
  ErrorJson,
  FromKernel,
  METHODS,
  type MethodName,
  type ParamsOf,
  type ResultOf,
} from 'kernel-helpers/sidebar-contract/index';

interface Waiting {
  readonly onEvent: (event: unknown) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The page's way to the sidebar's real service, in this process: no kernel and no browser between. */
export class BackendOfService implements Backend {
  readonly condition = new Store({ is: 'ready' } as const);
  private readonly waiting = new Map<string, Waiting>();
  private readonly comm: Comm = {
    id: 'comm-1',
    targetName: 'tables-and-jobs',
    send: () => {},
    close: () => {},
    onMessage: undefined,
    onClose: undefined,
  };
  private asked = 0;

  constructor() {
    serveSidebar(this.comm, this.message({}), { name: 'test', version: '1.0.0' });
  }

  request<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    { onEvent, signal }: RequestOptions<Name> = {},
  ): Promise<ResultOf<Name>> {
    this.asked += 1;
    const id = `request-${this.asked}`;
    signal?.addEventListener('abort', () => void this.comm.onMessage?.(this.message({ id, cancel: true })));
    return new Promise<ResultOf<Name>>((resolve, reject) => {
      this.waiting.set(id, {
        onEvent: (event) => onEvent?.(event as never),
        resolve: (result) => resolve(METHODS[method].result.parse(result) as ResultOf<Name>),
        reject,
      });
      void this.comm.onMessage?.(this.message({ id, method, params }));
    });
  }

  keepOpen(): () => void {
    return () => {};
  }

  async restart(): Promise<void> {}

  close(): void {
    this.comm.onClose?.({});
  }

  private message(data: CommData): CommMessage {
    return { data, buffers: [], signal: new AbortController().signal, answer: (answered) => this.hear(answered) };
  }

  private hear(data: CommData): void {
    const parsed = FromKernel.safeParse(JSON.parse(JSON.stringify(data)));
    if (!parsed.success) return;
    const waiting = this.waiting.get(parsed.data.id);
    if ('event' in parsed.data) waiting?.onEvent(parsed.data.event);
    else if ('error' in parsed.data) waiting?.reject(RequestError.fromKernel(ErrorJson.parse(parsed.data.error)));
    else if ('result' in parsed.data) waiting?.resolve(parsed.data.result);
  }
}

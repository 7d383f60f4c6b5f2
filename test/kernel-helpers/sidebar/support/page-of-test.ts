import type { Comm, CommData, CommMessage } from 'kernel-helpers/cell/kernel-bridge';
import { serveSidebar } from 'kernel-helpers/sidebar/serve';
import {
  type EventOf,
  METHODS,
  type MethodName,
  type ParamsOf,
  type ResultOf,
} from 'kernel-helpers/sidebar-contract/index';
import { z } from 'zod';
import { until } from '../../../support/until';

const errorSchema = z.object({
  kind: z.string(),
  name: z.string(),
  message: z.string(),
  reason: z.string().optional(),
});
export type ErrorOnWire = z.infer<typeof errorSchema>;

/** An error that the kernel sent. */
export class RequestFailed extends Error {
  constructor(readonly sent: ErrorOnWire) {
    super(sent.message);
  }
}

/** A page that speaks to the sidebar's service in this process, without a kernel between. */
export class PageOfTest {
  readonly received: CommData[] = [];
  isClosed = false;
  private requests = 0;
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

  /** Asks and waits for the answer, which is read with the contract's schema. */
  async ask<Name extends MethodName>(
    method: Name,
    params: ParamsOf<Name>,
    onEvent?: (event: EventOf<Name>) => void,
  ): Promise<ResultOf<Name>> {
    return await this.answerTo(this.start(method, params), method, onEvent);
  }

  /** Sends a request without waiting, and returns its id. */
  start<Name extends MethodName>(method: Name, params: ParamsOf<Name>): string {
    this.requests += 1;
    const id = `request-${this.requests}`;
    this.send({ id, method, params });
    return id;
  }

  async answerTo<Name extends MethodName>(
    id: string,
    method: Name,
    onEvent?: (event: EventOf<Name>) => void,
  ): Promise<ResultOf<Name>> {
    const isAnswer = (data: CommData) => data.id === id && ('result' in data || 'error' in data);
    await until(() => this.received.some(isAnswer));
    for (const { event } of this.received.filter((data) => data.id === id && 'event' in data)) {
      onEvent?.(event as EventOf<Name>);
    }
    const answer = this.received.find(isAnswer);
    if (answer?.error !== undefined) throw new RequestFailed(errorSchema.parse(answer.error));
    return METHODS[method].result.parse(answer?.result) as ResultOf<Name>;
  }

  close(): void {
    this.comm.onClose?.({});
  }

  private message(data: CommData): CommMessage {
    return {
      data,
      buffers: [],
      signal: new AbortController().signal,
      answer: (answered) => void this.received.push(answered),
    };
  }
}

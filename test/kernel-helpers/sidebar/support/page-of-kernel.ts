import { randomUUID } from 'node:crypto';
import {
  type EventOf,
  METHODS,
  type MethodName,
  type ParamsOf,
  type ResultOf,
} from 'kernel-helpers/sidebar-contract/index';
import type { KernelClient } from '../../kernel/support/kernel-client';

type Data = Readonly<Record<string, unknown>>;

/** A page that speaks to the sidebar's service in a real kernel, over a comm. */
export class PageOfKernel {
  private readonly commId = randomUUID();
  private requests = 0;

  constructor(private readonly kernel: KernelClient) {
    kernel.send('shell', 'comm_open', { comm_id: this.commId, target_name: 'tables-and-jobs', data: {} });
  }

  /** Sends a request without waiting. Ids of different pages are the same. */
  start<Name extends MethodName>(method: Name, params: ParamsOf<Name>): string {
    this.requests += 1;
    const id = String(this.requests);
    this.send({ id, method, params });
    return id;
  }

  cancel(id: string): void {
    this.send({ id, cancel: true });
  }

  /** The result, read with the contract's schema, or the error as it was sent. */
  async answerTo<Name extends MethodName>(
    id: string,
    method: Name,
  ): Promise<{ result: ResultOf<Name>; error?: undefined } | { result?: undefined; error: unknown }> {
    const message = await this.kernel.waitFor(({ type, content }) => this.isMine(type, content, id, 'result', 'error'));
    const { result, error } = message.content.data as Data;
    if (error !== undefined) return { error };
    return { result: METHODS[method].result.parse(result) as ResultOf<Name> };
  }

  async ask<Name extends MethodName>(method: Name, params: ParamsOf<Name>): Promise<ResultOf<Name>> {
    const { result, error } = await this.answerTo(this.start(method, params), method);
    if (result === undefined) throw new Error(JSON.stringify(error));
    return result;
  }

  /** The events of a request so far; waits for the first. */
  async eventsOf<Name extends MethodName>(id: string, _method: Name): Promise<EventOf<Name>[]> {
    await this.kernel.waitFor(({ type, content }) => this.isMine(type, content, id, 'event'));
    return this.kernel
      .receivedSoFar(({ type, content }) => this.isMine(type, content, id, 'event'))
      .map(({ content }) => (content.data as Data).event as EventOf<Name>);
  }

  close(): void {
    this.kernel.send('shell', 'comm_close', { comm_id: this.commId, data: {} });
  }

  private send(data: Data): void {
    this.kernel.send('shell', 'comm_msg', { comm_id: this.commId, data });
  }

  private isMine(type: string, content: Data, id: string, ...members: readonly string[]): boolean {
    if (type !== 'comm_msg' || content.comm_id !== this.commId) return false;
    const data = content.data as Data;
    return data.id === id && members.some((member) => member in data);
  }
}

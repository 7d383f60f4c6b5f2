import { randomUUID } from 'node:crypto';
import type { Comm, CommData, CommExtras, CommMessage, CommTarget } from 'kernel-helpers/cell/kernel-bridge';
import type { Cell } from '../cells/cell';
import type { CurrentCell } from '../cells/current-cell';
import type { OutputStreams } from '../cells/output-streams';
import type { ClientMessages } from '../protocol/client-messages';
import type { Request } from '../protocol/request';
import type { Content } from '../protocol/requests';

interface Owned<T> {
  readonly what: T;
  /** The cell that the code which handles messages runs for. */
  readonly owner: Cell | undefined;
}

/** The comms that are open, and what answers when the front end opens one. */
export class Comms {
  private readonly open = new Map<string, Owned<Comm>>();
  private readonly targets = new Map<string, Owned<CommTarget>>();
  /** False where notebooks run without a front end, so that nothing answers. */
  hasFrontEnd = true;

  constructor(
    private readonly messages: ClientMessages,
    private readonly streams: OutputStreams,
    private readonly currentCell: CurrentCell,
  ) {}

  /** Answers `comm_open` messages for `targetName` from now on. */
  registerTarget(targetName: string, target: CommTarget): void {
    this.targets.set(targetName, { what: target, owner: this.currentCell.owner });
  }

  /** Opens a comm from the kernel's side. */
  openComm(targetName: string, data: CommData, extras: CommExtras = {}): Comm {
    const comm = this.createComm(randomUUID(), targetName, this.currentCell.owner);
    this.publish('comm_open', { comm_id: comm.id, target_name: targetName, data }, extras);
    return comm;
  }

  /** The content of `comm_info_reply`. */
  info(targetName: string | null | undefined): CommData {
    const comms = [...this.open.values()].map(({ what }) => what);
    const listed = comms.filter((comm) => targetName == null || comm.targetName === targetName);
    return {
      status: 'ok',
      comms: Object.fromEntries(listed.map((comm) => [comm.id, { target_name: comm.targetName }])),
    };
  }

  async handleOpen(content: Content<'comm_open'>, request: Request): Promise<void> {
    const target = this.targets.get(content.target_name);
    if (!target) {
      this.messages.publish('comm_close', { comm_id: content.comm_id, data: {} }, request);
      return;
    }
    const comm = this.createComm(content.comm_id, content.target_name, target.owner);
    const opening = this.messageOf(content, request);
    await this.currentCell.runAs(target.owner, () => target.what(comm, opening));
  }

  async handleMessage(content: Content<'comm_msg'>, request: Request): Promise<void> {
    const comm = this.open.get(content.comm_id);
    const message = this.messageOf(content, request);
    await this.currentCell.runAs(comm?.owner, () => comm?.what.onMessage?.(message));
  }

  handleClose(content: Content<'comm_close'>): void {
    const comm = this.open.get(content.comm_id);
    this.open.delete(content.comm_id);
    this.currentCell.runAs(comm?.owner, () => comm?.what.onClose?.(content.data));
  }

  private createComm(id: string, targetName: string, owner: Cell | undefined): Comm {
    const comm: Comm = {
      id,
      targetName,
      send: (data, extras = {}) => this.publish('comm_msg', { comm_id: id, data }, extras),
      close: (data = {}) => {
        if (this.open.delete(id)) this.publish('comm_close', { comm_id: id, data }, {});
      },
      onMessage: undefined,
      onClose: undefined,
    };
    this.open.set(id, { what: comm, owner });
    return comm;
  }

  private messageOf({ comm_id, data }: Content<'comm_open' | 'comm_msg'>, request: Request): CommMessage {
    return {
      data,
      buffers: request.buffers,
      answer: (answered, extras = {}) => this.publish('comm_msg', { comm_id, data: answered }, extras, request),
    };
  }

  private publish(type: string, content: CommData, extras: CommExtras, parent = this.currentCell.owner?.request): void {
    this.streams.flush();
    this.messages.publish(type, content, parent, extras);
  }
}

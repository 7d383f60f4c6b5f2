import { randomUUID } from 'node:crypto';
import type { CurrentCell } from '../cells/current-cell';
import type { OutputStreams } from '../cells/output-streams';
import type { ClientMessages } from '../protocol/client-messages';
import type { Request } from '../protocol/request';
import type { Content } from '../protocol/requests';

type Data = Readonly<Record<string, unknown>>;

export interface CommMessage {
  readonly data: Data;
  readonly buffers: readonly Uint8Array[];
}

export interface CommExtras {
  readonly metadata?: Data;
  readonly buffers?: readonly Uint8Array[];
}

/** One line to the front end, open both ways: https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages */
export interface Comm {
  readonly id: string;
  readonly targetName: string;
  send(data: Data, extras?: CommExtras): void;
  /** Twice is fine. */
  close(data?: Data): void;
  onMessage: ((message: CommMessage) => void | Promise<void>) | undefined;
  onClose: ((data: Data) => void) | undefined;
}

export type CommTarget = (comm: Comm, opening: CommMessage) => void | Promise<void>;

/** The comms that are open, and what answers when the front end opens one. */
export class Comms {
  private readonly open = new Map<string, Comm>();
  private readonly targets = new Map<string, CommTarget>();

  constructor(
    private readonly messages: ClientMessages,
    private readonly streams: OutputStreams,
    private readonly currentCell: CurrentCell,
  ) {}

  /** Answers `comm_open` messages for `targetName` from now on. */
  registerTarget(targetName: string, target: CommTarget): void {
    this.targets.set(targetName, target);
  }

  /** Opens a comm from the kernel's side. */
  openComm(targetName: string, data: Data, extras: CommExtras = {}): Comm {
    const comm = this.createComm(randomUUID(), targetName);
    this.publish('comm_open', { comm_id: comm.id, target_name: targetName, data }, extras);
    return comm;
  }

  /** The content of `comm_info_reply`. */
  info(targetName: string | null | undefined): Data {
    const listed = [...this.open.values()].filter((comm) => targetName == null || comm.targetName === targetName);
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
    const comm = this.createComm(content.comm_id, content.target_name);
    await target(comm, { data: content.data, buffers: request.buffers });
  }

  async handleMessage(content: Content<'comm_msg'>, request: Request): Promise<void> {
    await this.open.get(content.comm_id)?.onMessage?.({ data: content.data, buffers: request.buffers });
  }

  handleClose(content: Content<'comm_close'>): void {
    const comm = this.open.get(content.comm_id);
    this.open.delete(content.comm_id);
    comm?.onClose?.(content.data);
  }

  private createComm(id: string, targetName: string): Comm {
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
    this.open.set(id, comm);
    return comm;
  }

  private publish(type: string, content: Data, extras: CommExtras): void {
    this.streams.flush();
    this.messages.publish(type, content, this.currentCell.owner?.request, extras);
  }
}

import { randomUUID } from 'node:crypto';
import type { Comm, CommData, CommExtras, CommMessage, CommTarget } from 'kernel-helpers/cell/kernel-bridge';
import type { CurrentCell } from '../cells/current-cell';
import type { OutputStreams } from '../cells/output-streams';
import { interruptible } from '../owners/interruptible';
import { OwnInterruption } from '../owners/interruption';
import { LaterWork } from '../owners/later-work';
import type { Place } from '../owners/owner';
import type { ClientMessages } from '../protocol/client-messages';
import type { Request } from '../protocol/request';
import type { Content } from '../protocol/requests';

interface Placed<T> {
  readonly what: T;
  /** Where it appears what the code prints that handles messages. */
  readonly place: Place;
}

/** The comms that are open, and what answers when the front end opens one. */
export class Comms {
  private readonly open = new Map<string, Placed<Comm>>();
  /** Comms that were refused, and whose front end may have sent a message before it heard of that. */
  private readonly refused = new Set<string>();
  private readonly targets = new Map<string, { readonly what: CommTarget; readonly place: Place | undefined }>();
  /** What handles a message for a cell at this moment. */
  private readonly handling = new Set<OwnInterruption>();
  /** False where notebooks run without a front end, so that nothing answers. */
  hasFrontEnd = true;

  constructor(
    private readonly messages: ClientMessages,
    private readonly streams: OutputStreams,
    private readonly currentCell: CurrentCell,
  ) {}

  /** Answers `comm_open` messages for `targetName` from now on, on behalf of the cell that runs now. */
  registerTarget(targetName: string, target: CommTarget): void {
    this.targets.set(targetName, { what: target, place: this.currentCell.owner });
  }

  /** The same for a target that belongs to no cell: no interrupt of a cell reaches its work. */
  registerOwnTarget(targetName: string, target: CommTarget): void {
    this.targets.set(targetName, { what: target, place: undefined });
  }

  /** Opens a comm from the kernel's side. */
  openComm(targetName: string, data: CommData, extras: CommExtras = {}): Comm {
    const { owner } = this.currentCell;
    if (owner === undefined) throw new Error('Only cells open comms.');
    const comm = this.createComm(randomUUID(), targetName, owner);
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
      this.refused.add(content.comm_id);
      return this.refuse(content, request);
    }
    const place = target.place ?? placeOfComm(content.target_name, request);
    const comm = this.createComm(content.comm_id, content.target_name, place);
    try {
      await this.handle(place, (signal) => target.what(comm, this.messageOf(content, request, signal)));
    } catch (error) {
      // Nobody would answer its messages.
      comm.close();
      throw error;
    }
  }

  async handleMessage(content: Content<'comm_msg'>, request: Request): Promise<void> {
    const comm = this.open.get(content.comm_id);
    if (!comm) {
      // JupyterLab has forgotten a comm that was refused: it would tell of an error if that comm closed once more.
      if (this.refused.delete(content.comm_id)) return;
      // The front end learns from it that the kernel was restarted, or has closed the comm.
      return this.refuse(content, request);
    }
    await this.handle(comm.place, (signal) => comm.what.onMessage?.(this.messageOf(content, request, signal)));
  }

  async handleClose(content: Content<'comm_close'>): Promise<void> {
    const comm = this.open.get(content.comm_id);
    this.open.delete(content.comm_id);
    this.refused.delete(content.comm_id);
    if (comm) await this.handle(comm.place, () => comm.what.onClose?.(content.data));
  }

  /** Interrupts the code that handles messages for cells. Work that belongs to no cell goes on. */
  interrupt(reason: Error): void {
    for (const interruption of this.handling) interruption.interrupt(reason);
  }

  /** Each message has an interruption of its own, so that a message can be handled after an earlier one, or the cell, was interrupted. */
  private async handle(place: Place, work: (signal: AbortSignal) => void | Promise<void>): Promise<void> {
    const interruption = new OwnInterruption();
    if (place.isCell) this.handling.add(interruption);
    const { signal } = interruption;
    const owner = new LaterWork(place, interruption);
    try {
      await interruptible(signal, () => this.currentCell.runAs(owner, () => work(signal)));
    } finally {
      this.handling.delete(interruption);
    }
  }

  private createComm(id: string, targetName: string, place: Place): Comm {
    const parent = () => (place.isCell ? this.currentCell.owner?.request : place.request);
    const comm: Comm = {
      id,
      targetName,
      send: (data, extras = {}) => this.publish('comm_msg', { comm_id: id, data }, extras, parent()),
      close: (data = {}) => {
        if (this.open.delete(id)) this.publish('comm_close', { comm_id: id, data }, {}, parent());
      },
      onMessage: undefined,
      onClose: undefined,
    };
    this.open.set(id, { what: comm, place });
    return comm;
  }

  private refuse({ comm_id }: Content<'comm_open' | 'comm_msg'>, request: Request): void {
    this.publish('comm_close', { comm_id, data: {} }, {}, request);
  }

  private messageOf(
    { comm_id, data }: Content<'comm_open' | 'comm_msg'>,
    request: Request,
    signal: AbortSignal,
  ): CommMessage {
    return {
      data,
      buffers: request.buffers,
      signal,
      answer: (answered, extras = {}) => this.publish('comm_msg', { comm_id, data: answered }, extras, request),
    };
  }

  private publish(type: string, content: CommData, extras: CommExtras, parent = this.currentCell.owner?.request): void {
    this.streams.flush();
    this.messages.publish(type, content, parent, extras);
  }
}

/** Only clients that look for answers to the opening of the comm find what its work prints. */
function placeOfComm(targetName: string, request: Request): Place {
  return { request, isCell: false, title: `The comm '${targetName}'`, payloads: [], isSilent: false, canAsk: false };
}

import type { DebugCommands } from '../debugger/debug-commands';
import type { DebugRequest } from '../debugger/debug-protocol';
import type { WireMessage } from '../protocol/wire-message';
import { complainOnce } from './complain-once';
import { messageOf, type Unaddressed } from './messages';
import type { OutgoingMessage } from './thread-protocol';

/**
 * Answers `debug_request` while the main thread is busy or paused. The debugger is loaded with its first request, so
 * that kernels without one start as before.
 */
export class DebugChannel {
  private commands: DebugCommands | undefined;
  private lastEvent = 0;
  /** The header of the cell that runs, or else of the last request. */
  private cell: string | undefined;
  private lastRequest = '{}';
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly send: (message: OutgoingMessage) => void,
    /** For what the main thread answers. */
    private readonly passOn: (message: WireMessage) => void,
  ) {}

  /** Answers one request after another. */
  take(message: WireMessage): void {
    this.last = this.last.then(() => this.answer(message));
  }

  /** Follows which cell runs. */
  see({ type, content, parentHeader }: OutgoingMessage): void {
    if (type !== 'status' || !parentHeader.includes('"execute_request"')) return;
    this.cell = content.includes('"busy"') ? parentHeader : undefined;
    if (this.cell === undefined) this.commands?.debugger?.endCell().catch(complainOnce);
  }

  /** Lets a paused cell run, because the user interrupts it. */
  async interrupt(whenSeen: Promise<void>): Promise<void> {
    const attached = this.commands?.debugger;
    if (!attached) return;
    await attached.skipPauses();
    await whenSeen;
    await attached.allowPauses();
  }

  /** Lets everything run on without a debugger. */
  async close(): Promise<void> {
    await this.commands?.disconnect();
  }

  private async answer(message: WireMessage): Promise<void> {
    const request = readRequest(message.content);
    const commands = this.load();
    if (!commands.isFor(request)) return this.passOn(message);
    this.lastRequest = message.header;
    this.publish('status', { execution_state: 'busy' }, message.header);
    const content = await commands.answer(request);
    const reply = messageOf('debug_reply', content, message.header);
    this.send({ ...reply, channel: 'control', identities: message.identities });
    this.publish('status', { execution_state: 'idle' }, message.header);
    // A cell that still runs keeps the kernel busy.
    if (this.cell !== undefined) this.publish('status', { execution_state: 'busy' }, this.cell);
  }

  private load(): DebugCommands {
    if (!this.commands) {
      const loaded: typeof import('../debugger/debug-commands') = require('../debugger/debug-commands');
      this.commands = new loaded.DebugCommands((event, body) => this.publishEvent(event, body));
    }
    return this.commands;
  }

  private publishEvent(event: string, body: object): void {
    this.lastEvent += 1;
    this.publish('debug_event', { type: 'event', seq: this.lastEvent, event, body }, this.cell ?? this.lastRequest);
  }

  private publish(type: string, content: object, parentHeader: string): void {
    const message: Unaddressed = messageOf(type, content, parentHeader);
    this.send({ ...message, channel: 'iopub', identities: [Buffer.from(type)] });
  }
}

/** What is missing is empty, so that the answer says what is wrong. */
function readRequest(text: string): DebugRequest {
  const given: unknown = JSON.parse(text);
  const member = (name: string): unknown =>
    typeof given === 'object' && given !== null ? Reflect.get(given, name) : undefined;
  const [seq, command, parameters] = [member('seq'), member('command'), member('arguments')];
  return {
    seq: typeof seq === 'number' ? seq : 0,
    command: typeof command === 'string' ? command : '',
    arguments: typeof parameters === 'object' && parameters !== null ? { ...parameters } : {},
  };
}

import type { IncomingMessage, RequestChannel } from '../io-thread/thread-protocol';
import { headerSchema } from './requests';

/** One message of a client, with its header read and its content still unread. */
export interface Request {
  readonly channel: RequestChannel;
  readonly type: string;
  readonly session: string;
  /** The header as it came, which every answer carries back. */
  readonly header: string;
  readonly identities: readonly Uint8Array[];
  readonly content: unknown;
  readonly metadata: unknown;
  readonly buffers: readonly Uint8Array[];
}

/** Reads a message of the I/O thread; throws when a frame is not JSON or the header is not a header. */
export function readRequest({ channel, message }: IncomingMessage): Request {
  const header = headerSchema.parse(JSON.parse(message.header));
  return {
    channel,
    type: header.msg_type,
    session: header.session,
    header: message.header,
    identities: message.identities,
    content: JSON.parse(message.content),
    metadata: JSON.parse(message.metadata),
    buffers: message.buffers,
  };
}

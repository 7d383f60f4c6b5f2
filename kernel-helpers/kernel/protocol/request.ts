import type { IncomingMessage, RequestChannel } from '../io-thread/thread-protocol';
import { headerSchema } from './requests';

/** One message of a client, with its header read and its content still unread. */
export interface Request {
  readonly channel: RequestChannel;
  readonly type: string;
  readonly session: string;
  /** The header as it came; every answer carries it back. */
  readonly header: string;
  readonly identities: readonly Uint8Array[];
  readonly content: unknown;
  /** As it came: front ends put what they like into it. */
  readonly metadata: string;
  readonly buffers: readonly Uint8Array[];
}

/** Reads a message of the I/O thread; throws when its header is not valid, because then no client can be answered. */
export function readRequest({ channel, message }: IncomingMessage): Request {
  const header = headerSchema.parse(JSON.parse(message.header));
  return {
    channel,
    type: header.msg_type,
    session: header.session,
    header: message.header,
    identities: message.identities,
    content: readContent(message.content),
    metadata: message.metadata,
    buffers: message.buffers,
  };
}

/** Text that is not JSON stays text. No request's content is text, so its client gets an error that says so. */
function readContent(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

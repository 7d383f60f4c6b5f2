import type { OutgoingMessage } from './thread-protocol';

export type Unaddressed = Omit<OutgoingMessage, 'channel' | 'identities'>;

/** A message of this thread's own. */
export function messageOf(type: string, content: object, parentHeader = '{}'): Unaddressed {
  return { kind: 'send', type, parentHeader, metadata: '{}', content: JSON.stringify(content), buffers: [] };
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { wellFormedJson } from './well-formed-json';

/** Jupyter's wire protocol: https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol */
const DELIMITER = Buffer.from('<IDS|MSG>');

/** One message as it is sent: JSON is still text, because each side parses only what it needs. */
export interface WireMessage {
  /** Routing prefix of the client, or the topic on iopub. */
  readonly identities: readonly Uint8Array[];
  readonly header: string;
  readonly parentHeader: string;
  readonly metadata: string;
  readonly content: string;
  readonly buffers: readonly Uint8Array[];
}

/** A message that is not Jupyter's: no delimiter, too few frames, or not signed with this kernel's key. */
export class MalformedMessageError extends Error {
  override readonly name = 'MalformedMessageError';
}

/** Signs and checks messages with the key of the connection file; an empty key switches signing off, as in Jupyter. */
export class WireFormat {
  constructor(private readonly key: string) {}

  encode(message: WireMessage): Uint8Array[] {
    const { header, parentHeader, metadata, content } = message;
    const parts = [header, parentHeader, wellFormedJson(metadata), wellFormedJson(content)].map((text) =>
      Buffer.from(text),
    );
    return [...message.identities, DELIMITER, Buffer.from(this.sign(parts)), ...parts, ...message.buffers];
  }

  decode(frames: readonly Buffer[]): WireMessage {
    const delimiterIndex = frames.findIndex((frame) => frame.equals(DELIMITER));
    if (delimiterIndex < 0) throw new MalformedMessageError('A message came without <IDS|MSG>.');
    const [signature, header, parentHeader, metadata, content, ...buffers] = frames.slice(delimiterIndex + 1);
    if (!signature || !header || !parentHeader || !metadata || !content) {
      throw new MalformedMessageError('A message came with fewer than five frames after <IDS|MSG>.');
    }
    this.verify(signature, [header, parentHeader, metadata, content]);
    return {
      identities: frames.slice(0, delimiterIndex),
      header: header.toString(),
      parentHeader: parentHeader.toString(),
      metadata: metadata.toString(),
      content: content.toString(),
      buffers,
    };
  }

  /** Jupyter signs only the four JSON frames, never the buffers. */
  private sign(parts: readonly Buffer[]): string {
    if (this.key === '') return '';
    const hmac = createHmac('sha256', this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }

  private verify(signature: Buffer, parts: readonly Buffer[]): void {
    const expected = Buffer.from(this.sign(parts));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
      throw new MalformedMessageError('A message came with a wrong signature.');
    }
  }
}

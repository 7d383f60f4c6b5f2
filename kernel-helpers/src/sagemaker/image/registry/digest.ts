import { createHash } from 'node:crypto';

/** `sha256:` and 64 hex digits, as registries name what they hold. */
export function digestOf(content: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

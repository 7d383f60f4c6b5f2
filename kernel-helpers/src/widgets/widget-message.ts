import { z } from 'zod';
import type { CommMessage } from '../cell/kernel-bridge';
import { PlatformError } from '../errors';
import { joinBuffers } from './binary-state';

const path = z.array(z.union([z.string(), z.number().int().nonnegative()])).min(1);

/** https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md, version 2 */
const schema = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('update'),
    state: z.record(z.string(), z.unknown()),
    buffer_paths: z.array(path).default([]),
  }),
  z.object({ method: z.literal('request_state') }),
  z.object({ method: z.literal('custom'), content: z.unknown() }),
]);

/** A message from a front end to a widget. */
export type WidgetMessage =
  | { readonly method: 'update'; readonly state: Readonly<Record<string, unknown>> }
  | { readonly method: 'request_state' }
  | { readonly method: 'custom'; readonly content: unknown; readonly buffers: readonly Uint8Array[] };

/** Reads a message to a widget; throws a PlatformError when it is not one. */
export function readWidgetMessage({ data, buffers }: CommMessage): WidgetMessage {
  const parsed = schema.safeParse(data);
  if (!parsed.success) {
    throw new PlatformError(
      `The front end sent a message that does not follow the widgets' protocol. ${z.prettifyError(parsed.error)}`,
    );
  }
  const message = parsed.data;
  if (message.method === 'custom') return { method: 'custom', content: message.content, buffers };
  if (message.method === 'request_state') return message;
  const state = joinBuffers({ state: message.state, bufferPaths: message.buffer_paths, buffers });
  return { method: 'update', state };
}

import type { ResultManifest } from 'kernel-helpers/snowflake/result/manifest';
import { z } from 'zod';
import { type RowPlan, rowPlan } from './row-plan';

const manifest = z.object({
  queryId: z.string(),
  format: z.enum(['json', 'arrow']),
  columns: z.array(
    z.object({
      name: z.string(),
      wireType: z.string(),
      precision: z.number().nullable(),
      scale: z.number().nullable(),
      nullable: z.boolean(),
    }),
  ),
  timeZone: z.string().optional(),
  rowCount: z.number().int(),
  inline: z.object({
    rowCount: z.number().int(),
    bytes: z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
  }),
  chunks: z.array(
    z.object({ url: z.string(), rowCount: z.number(), compressedBytes: z.number(), uncompressedBytes: z.number() }),
  ),
  chunkHeaders: z.record(z.string(), z.string()),
}) satisfies z.ZodType<ResultManifest>;

/** What the leader tells the other hosts about its query. Never log it: with it, anyone can read the result's files. */
export interface ManifestMessage {
  readonly manifest: ResultManifest;
  readonly plan: RowPlan;
}

const message = z.object({ manifest, plan: rowPlan });

/** Copies the parts, because a manifest hides its links when it is written as JSON. */
export function writeManifest({ manifest, plan }: ManifestMessage): string {
  const inline = { ...manifest.inline, bytes: Buffer.from(manifest.inline.bytes).toString('base64') };
  const chunks = manifest.chunks.map((chunk) => ({ ...chunk }));
  return JSON.stringify({
    manifest: { ...manifest, inline, chunks, chunkHeaders: { ...manifest.chunkHeaders } },
    plan,
  });
}

export function readManifest(text: string): ManifestMessage {
  return message.parse(JSON.parse(text));
}

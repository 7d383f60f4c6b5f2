import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What an installed kernel is started with. */
export interface KernelStart {
  readonly node: string;
  /** The kernel's program, and the script that starts it, if there is one. */
  readonly files: readonly string[];
  /** A start-up snapshot with the Node.js build that it fits; starts take longer without one. */
  readonly snapshot?: { readonly file: string; readonly node: string };
}

const startSchema = z.object({
  node: z.string(),
  files: z.array(z.string()),
  snapshot: z.object({ file: z.string(), node: z.string() }).optional(),
});

const descriptionSchema = z.looseObject({
  argv: z.array(z.string()),
  metadata: z.looseObject({ start: startSchema.optional() }).default({}),
});

/**
 * Reads from the `kernel.json` in a folder how the kernel is started; undefined if it is not a kernel of ours.
 * Throws when the file cannot be read.
 */
export function readKernelStart(folder: string): KernelStart | undefined {
  const description: unknown = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'));
  return descriptionSchema.parse(description).metadata.start;
}

/** Distinguishes a build of Node.js from others, also of the same version: inode, size and time of change. */
export function identityOfBuild(node: string): string | undefined {
  const found = statSync(node, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeMs / 1000n}`;
}

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const port = z.number().int().min(1).max(65_535);

const connectionSchema = z.object({
  transport: z.enum(['tcp', 'ipc']).default('tcp'),
  ip: z.string(),
  shell_port: port,
  iopub_port: port,
  stdin_port: port,
  control_port: port,
  hb_port: port,
  key: z.string(),
  signature_scheme: z.literal('hmac-sha256').default('hmac-sha256'),
});

/** The addresses where Jupyter wants this kernel to listen, and the key that signs every message. */
export type ConnectionInfo = Readonly<z.infer<typeof connectionSchema>>;

/** Reads the connection file that Jupyter wrote before it started this kernel. */
export function readConnectionFile(path: string): ConnectionInfo {
  return connectionSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

import { messageOf } from 'kernel-helpers/errors';
import '../snapshot/use-snapshot';

import { z } from 'zod';
import { sayOnStderr } from '../own-stderr';
import { runCells } from './run-cells';

const requestSchema = z.object({
  notebook: z.string(),
  output: z.string().optional(),
  parameters: z.object({ source: z.string(), names: z.array(z.string()) }).optional(),
});

/** The process that runs one notebook: `node main.js <request as JSON>`. Its exit code is the notebook's. */
async function main(): Promise<void> {
  const exit = process.exit.bind(process);
  try {
    exit(await runCells(requestSchema.parse(JSON.parse(process.argv[2] ?? ''))));
  } catch (error) {
    sayOnStderr(messageOf(error));
    exit(1);
  }
}

void main();

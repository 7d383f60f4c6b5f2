import { existsSync, readFileSync } from 'node:fs';
import { UserError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { freePortLike, requireFreePort } from '../machine/ports';
import { writeJsonFile } from '../machine/private-files';
import type { Runner } from './runner';

const portsSchema = z.object({
  aws: z.number(),
  sageMaker: z.number(),
  snowflake: z.number(),
  registry: z.number().optional(),
});

/** Where the parts listen; the registry is there for containers only. */
export type AccountPorts = z.infer<typeof portsSchema>;

const HIGHEST_PORT = 65_535;

/**
 * The ports that the user asked for (the first, and those after it). Otherwise the ports of the last run if they are
 * free, so that notebooks that are still open reach the account again.
 * @throws UserError when a port that was asked for is in use.
 */
export async function choosePorts(portsPath: string, first: number | undefined, runner: Runner): Promise<AccountPorts> {
  if (first !== undefined) return requirePorts(first, runner);
  const last = readLastPorts(portsPath);
  return {
    aws: await freePortLike(last?.aws),
    sageMaker: await freePortLike(last?.sageMaker),
    snowflake: await freePortLike(last?.snowflake),
    ...(runner === 'container' && { registry: await freePortLike(last?.registry) }),
  };
}

export function rememberPorts(portsPath: string, ports: AccountPorts): void {
  writeJsonFile(portsPath, ports);
}

async function requirePorts(first: number, runner: Runner): Promise<AccountPorts> {
  const [further, named] = runner === 'container' ? [3, 'three'] : [2, 'two'];
  if (!Number.isInteger(first) || first < 1 || first + further > HIGHEST_PORT) {
    throw new UserError(
      `--port must be a whole number from 1 to ${HIGHEST_PORT - further}; the account uses it and the ${named} after it.`,
    );
  }
  return {
    aws: await requireFreePort(first, 'the port of AWS'),
    sageMaker: await requireFreePort(first + 1, 'the port of SageMaker'),
    snowflake: await requireFreePort(first + 2, 'the port of Snowflake'),
    ...(runner === 'container' && { registry: await requireFreePort(first + 3, 'the port of the registry') }),
  };
}

function readLastPorts(path: string): AccountPorts | undefined {
  if (!existsSync(path)) return undefined;
  return portsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

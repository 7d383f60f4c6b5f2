import { randomInt } from 'node:crypto';
import { isFree } from '../../kernel-helpers/local-account/machine/ports';

/** Below the ports that systems give out themselves or local accounts choose. Each worker of jest has its own ports. */
const FIRST_PORT = 10_100;
const PORTS_PER_WORKER = 2_400;
const MOST_WORKERS = 4;

const worker = Number(process.env.JEST_WORKER_ID ?? 1) % MOST_WORKERS;
let last = randomInt(PORTS_PER_WORKER);

/** A free port for a program that must be told its port. No other program gets this port in the meantime. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < PORTS_PER_WORKER; tries += 1) {
    last = (last + 1) % PORTS_PER_WORKER;
    const port = FIRST_PORT + worker * PORTS_PER_WORKER + last;
    if (await isFree(port)) return port;
  }
  throw new Error(`All ${PORTS_PER_WORKER} ports of this worker are in use.`);
}

import { randomInt } from 'node:crypto';
import { isFree } from '../../kernel-helpers/local-account/machine/ports';

/** Below what systems hand out by themselves and what local accounts choose from; every worker of jest has ports of its own. */
const FIRST_PORT = 10_100;
const PORTS_PER_WORKER = 2_400;
const MOST_WORKERS = 4;

const worker = Number(process.env.JEST_WORKER_ID ?? 1) % MOST_WORKERS;
let last = randomInt(PORTS_PER_WORKER);

/** A port that nothing listens on, for programs that must be told theirs: nobody else is given it meanwhile. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < PORTS_PER_WORKER; tries += 1) {
    last = (last + 1) % PORTS_PER_WORKER;
    const port = FIRST_PORT + worker * PORTS_PER_WORKER + last;
    if (await isFree(port)) return port;
  }
  throw new Error(`All ${PORTS_PER_WORKER} ports of this worker are in use.`);
}

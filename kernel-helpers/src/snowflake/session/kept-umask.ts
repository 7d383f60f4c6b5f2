import { isMainThread } from 'node:worker_threads';

let running = 0;
let before = 0;

/**
 * Gives the process its umask back after PUT and GET. For a stage in a folder of this machine, as the local account has
 * them, the driver sets the umask to 0 and leaves it so (snowflake-sdk 3.3.0, file_transfer_agent.js): from then on
 * everybody could write every new file of the process.
 */
export async function keepingUmask<Result>(transfer: () => Promise<Result>): Promise<Result> {
  // Node.js allows no other thread to change it.
  if (!isMainThread) return await transfer();
  // Several transfers may overlap: the first one has seen the right value.
  if (running === 0) before = process.umask();
  running += 1;
  try {
    return await transfer();
  } finally {
    running -= 1;
    if (running === 0) process.umask(before);
  }
}

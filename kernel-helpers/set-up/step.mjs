import { join } from 'node:path';
import { readStamp, removeStamp, writeStamp } from './stamps.mjs';

const STILL_AT_IT_MS = 15_000;

/**
 * One thing that set-up makes.
 * @typedef {object} Step
 * @property {string} name as shown in progress lines
 * @property {() => string} fingerprint one hash of everything that the step's result depends on
 * @property {() => boolean} isIntact whether the step's result still exists
 * @property {number} diskBytes about how much the step writes
 * @property {(signal: AbortSignal) => Promise<void>} run
 * @property {() => void} undo removes what a failed run left behind
 */

/**
 * @typedef {object} Surroundings
 * @property {string} stampsFolder
 * @property {(line: string) => void} say
 * @property {AbortSignal} signal
 */

/**
 * Whether a step has something to do.
 * @param {Step} step
 * @param {string} stampsFolder
 */
export function isNeeded(step, stampsFolder) {
  return readStamp(stampOf(step, stampsFolder)) !== step.fingerprint() || !step.isIntact();
}

/**
 * Runs a step that is needed, reports its progress, and leaves nothing behind when it fails.
 * @param {Step} step
 * @param {Surroundings} surroundings
 */
export async function runStep(step, { stampsFolder, say, signal }) {
  const stamp = stampOf(step, stampsFolder);
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1_000).toFixed(1);
  say(`  ${step.name} …`);
  const reminder = setInterval(() => say(`  ${step.name}: still running after ${seconds()} s`), STILL_AT_IT_MS);
  try {
    const before = step.fingerprint();
    removeStamp(stamp);
    await step.run(signal);
    writeStamp(stamp, before);
    say(`  ${step.name}: done in ${seconds()} s`);
  } catch (error) {
    step.undo();
    throw error;
  } finally {
    clearInterval(reminder);
  }
}

/**
 * @param {Step} step
 * @param {string} stampsFolder
 */
function stampOf(step, stampsFolder) {
  return join(stampsFolder, `${step.name.toLowerCase().replaceAll(' ', '-')}.stamp`);
}

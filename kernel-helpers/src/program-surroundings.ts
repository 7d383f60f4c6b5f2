import { heardBy, type Surroundings } from './surroundings';

/** The surroundings of a program without cells: what is said goes to stderr, and no interrupt cuts work short. */
export function inProgram(signal: AbortSignal): Surroundings {
  return heardBy(signal, (sentence) => process.stderr.write(`${sentence}\n`));
}

import { spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

/** Programs of Debian's packages that `.ci/run` installs. */
const PROGRAMS = ['podman', 'runc', 'busybox', 'docker-registry'] as const;

const reason = whyNoEngine();
if (reason !== undefined) {
  console.warn(`Nothing is tested in real containers: ${reason}. On Debian .ci/run installs what is missing.`);
}

/** `describe` where containers can run. Elsewhere the last line of the run counts the skipped tests. */
export const withEngine = reason === undefined ? describe : describe.skip;

/** Why no container can run here, in words for the reader of a test run. */
function whyNoEngine(): string | undefined {
  if (process.getuid?.() !== 0) return 'the tests do not run as root';
  const missing = PROGRAMS.filter((program) => spawnSync(program, ['--version']).error !== undefined);
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not installed`;
}

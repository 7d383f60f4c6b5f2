import { join } from 'node:path';
import { runQuietly } from './run-process.mjs';
import { SetUpError } from './set-up-error.mjs';

const OLDEST_MINOR = 10;
/** The names that systems use, newest first; PYTHON can name another Python. */
const CANDIDATES = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const PROBE = 'import json, sys; print(json.dumps([sys.executable, sys.version_info[0], sys.version_info[1]]))';

/**
 * The Python that makes the virtual environments.
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 * @returns {Promise<{ executable: string, version: string }>} rejects with a SetUpError that says what to install
 */
export async function findPython(env, signal) {
  /** @type {string[]} */
  const found = [];
  for (const candidate of env.PYTHON ? [env.PYTHON] : CANDIDATES) {
    const python = await probe(candidate, env, signal);
    if (python === undefined) continue;
    if (python.major === 3 && python.minor >= OLDEST_MINOR) {
      await requireVenv(python.executable, env, signal);
      return { executable: python.executable, version: `${python.major}.${python.minor}` };
    }
    found.push(`${candidate} is ${python.major}.${python.minor}`);
  }
  const seen = found.length > 0 ? `only an older one was found (${found.join(', ')})` : 'none was found';
  throw new SetUpError(
    `Python 3.${OLDEST_MINOR} or newer is needed for JupyterLab, and ${seen}. ` +
      'Install it (Debian or Ubuntu: apt-get install python3 python3-venv; macOS: brew install python), ' +
      'or name one with PYTHON=/path/to/python3, then run the same command again.',
  );
}

/**
 * @param {string} venv
 * @returns {string} the interpreter of a virtual environment
 */
export function pythonOf(venv) {
  return join(venv, 'bin', 'python');
}

/**
 * @param {string} candidate
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
async function probe(candidate, env, signal) {
  try {
    const [executable, major, minor] = JSON.parse(await runQuietly(candidate, ['-c', PROBE], { env, signal }));
    return { executable: String(executable), major: Number(major), minor: Number(minor) };
  } catch (error) {
    // It is missing or is not a Python. Try the next candidate.
    if (error instanceof SetUpError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @param {string} executable
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
async function requireVenv(executable, env, signal) {
  try {
    await runQuietly(executable, ['-c', 'import venv, ensurepip'], { env, signal });
  } catch (cause) {
    if (!(cause instanceof SetUpError)) throw cause;
    throw new SetUpError(
      `${executable} cannot make virtual environments. Install its venv module ` +
        '(Debian or Ubuntu: apt-get install python3-venv), then run the same command again.',
      { cause },
    );
  }
}

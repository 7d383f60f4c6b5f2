import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode } from 'kernel-helpers/error-code';
import { messageOf, PlatformError } from 'kernel-helpers/errors';

export const ENGINE_NAMES = ['podman', 'docker'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What an engine reads from the environment: where its programs, settings and service are. */
const OWN_VARIABLES = /^(?:PATH|HOME|USER|LANG|TMPDIR|XDG_\w+|CONTAINERS?_\w+|DOCKER_\w+|REGISTRY_AUTH_FILE)$/;
/** What Go's programs and the system's loader read. */
const OTHERS_VARIABLES = /^(?:LD_\w+|GO\w+|SSL_\w+|\w+_proxy)$/i;
/** Long enough for an image to be unpacked on a slow disk. */
const TIMEOUT_MILLISECONDS = 300_000;
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

/** The command line of Podman or Docker. */
export class ContainerEngine {
  constructor(readonly name: EngineName) {}

  /** Whether the engine's program itself, or the system that starts it, may read a variable. */
  reads(variable: string): boolean {
    return OWN_VARIABLES.test(variable) || OTHERS_VARIABLES.test(variable);
  }

  /** The environment of the engine's program: nothing of it is a secret of the user's shell. */
  environment(): Record<string, string> {
    const entries = Object.entries(process.env).filter(([name]) => OWN_VARIABLES.test(name));
    return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  }

  /**
   * Runs a command of the engine.
   * @param more further variables for it
   * @returns what it printed, without white space around it
   * @throws PlatformError with the engine's own words
   */
  async run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<string> {
    try {
      const options = {
        env: { ...this.environment(), ...more },
        timeout: TIMEOUT_MILLISECONDS,
        maxBuffer: MOST_OUTPUT_BYTES,
      };
      const { stdout } = await promisify(execFile)(this.name, [...args], options);
      return stdout.trim();
    } catch (cause) {
      // Options may be many, and say nothing to the reader.
      const [command = '', word = '-'] = args;
      const named = word.startsWith('-') ? command : `${command} ${word}`;
      throw new PlatformError(`${this.name} ${named} failed: ${reasonOf(cause)}`, { cause });
    }
  }
}

/** The last line that the engine wrote, or why it could not be started. */
function reasonOf(error: unknown): string {
  const written = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  if (written !== '') return (written.split('\n').at(-1) ?? '').replace(/^Error(?: response from daemon)?: /, '');
  if (errorCode(error) === 'ENOENT') return 'it is not installed';
  return messageOf(error);
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { areInstalled, OWN_FOLDER } from './own-packages';

/** What a person runs where these packages are installed. */
export interface HowInstalled {
  /** The command `kernel-helpers`, such as `npx kernel-helpers`. */
  readonly command: string;
  /** Its subcommand that puts the kernel into a Jupyter; outside a clone, with the sidebar. */
  readonly install: 'install-kernel' | 'install';
  /** How a notebook is opened with this kernel, as a sentence. */
  readonly open: string;
  /** What to do when files are missing, such as `run npm run set-up`. */
  readonly repair: string;
}

/** Whether these packages are those of a clone, of an unpacked archive, or installed by npm, and so which commands work. */
export function howInstalled(parent = OWN_FOLDER): HowInstalled {
  if (!areInstalled(parent)) {
    return {
      command: 'npx kernel-helpers',
      install: 'install-kernel',
      open: 'Open the notebook with npm start.',
      repair: 'run npm run set-up',
    };
  }
  const place = dirname(parent);
  const program = join(place, 'kernel-helpers');
  // Both are files of the archive (kernel-helpers/release/archive).
  return existsSync(program) && existsSync(join(place, 'install'))
    ? installedBy(quote(program), `unpack the archive of the release again in ${place}`)
    : installedBy(
        `npx --prefix ${quote(place)} kernel-helpers`,
        `install the packages of the release with npm again in ${place}`,
      );
}

function installedBy(command: string, repair: string): HowInstalled {
  const open = `Open the notebook in JupyterLab with the kernel TypeScript; where it is missing: ${command} install`;
  return { command, install: 'install', open, repair };
}

/** A path as a word of a shell's command line. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

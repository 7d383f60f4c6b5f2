import { join } from 'node:path';
import { Command } from 'commander';
import { loadProgram } from '../../kernel-helpers/set-up/load-program.mjs';
import { installExtension, installedIn, uninstallExtension } from './installed-extension.mjs';

/** @typedef {import('kernel-helpers/doctor/chosen-data-folder').PlaceOptions} PlaceOptions */

const KERNEL_HELPERS = join(import.meta.dirname, '../../kernel-helpers');

/**
 * The command `jupyterlab-ext`: puts the sidebar "Tables and jobs" into a JupyterLab, and takes it out.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runCli(args) {
  const { exitCodeOf } = /** @type {typeof import('../../kernel-helpers/jupyter/exit-code.js')} */ (
    loadProgram(join(KERNEL_HELPERS, 'jupyter/dist/exit-code.js'))
  );
  return exitCodeOf(() => program().parseAsync([...args], { from: 'user' }));
}

function program() {
  const command = new Command('jupyterlab-ext')
    .description('The sidebar "Tables and jobs" of JupyterLab 4.2 or newer.')
    .exitOverride();
  withPlace(
    command.command('install').description('put it where Jupyter finds it; may be run again'),
    'install into',
  ).action((/** @type {PlaceOptions} */ options) => {
    console.log(`The sidebar is installed in ${installExtension(places().chosenDataFolder(options))}.`);
    console.log('Reload the pages of JupyterLab that are open.');
  });
  withPlace(command.command('uninstall').description('remove it from there'), 'remove it from').action(
    (/** @type {PlaceOptions} */ options) => {
      const { folder, wasThere } = uninstallExtension(places().chosenDataFolder(options));
      console.log(wasThere ? `The sidebar was removed from ${folder}.` : `The sidebar was not in ${folder}.`);
    },
  );
  command
    .command('list')
    .description('say where it is installed, of the places in which the Jupyter on the PATH looks')
    .action(() => {
      const found = places().dataFoldersOfJupyter().flatMap(installedIn);
      for (const { folder, version, isAsBuilt } of found) {
        console.log(`${version} in ${folder}${isAsBuilt ? '' : ' (not as built here: install it again)'}`);
      }
      if (found.length === 0) console.log('The sidebar is not installed. Install it: npx jupyterlab-ext install');
    });
  return command;
}

/**
 * @param {Command} command
 * @param {string} what
 */
function withPlace(command, what) {
  return command
    .option('--prefix <folder>', `${what} <folder>/share/jupyter, for example the folder of a virtual environment`)
    .option('--user', `${what} the folder of the current user (the default)`)
    .option('--sys-prefix', `${what} the environment of the Python on the PATH`)
    .option('--python <command>', 'the Python to use for --sys-prefix');
}

function places() {
  return /** @type {typeof import('kernel-helpers/doctor/chosen-data-folder')} */ (
    loadProgram(join(KERNEL_HELPERS, 'dist/doctor/chosen-data-folder.js'))
  );
}

import { Command } from 'commander';
import { chosenDataFolder, dataFoldersOfJupyter, type PlaceOptions } from 'kernel-helpers/doctor/chosen-data-folder';
import { exitCodeOf } from './exit-code';
import { addPlaceOptions } from './installation/add-place-options';
import { installSidebar, sidebarsIn, uninstallSidebar } from './installation/installed-sidebar';

/**
 * The command `jupyterlab-ext`: puts the sidebar "Tables and jobs" alone into a JupyterLab, and takes it out. Returns
 * the exit code.
 */
export function runSidebarCli(args: readonly string[]): Promise<number> {
  return exitCodeOf(() => program().parseAsync([...args], { from: 'user' }));
}

function program(): Command {
  const command = new Command('jupyterlab-ext')
    .description('The sidebar "Tables and jobs" of JupyterLab 4.2 or newer.')
    .exitOverride();
  addPlaceOptions(
    command.command('install').description('put it where Jupyter finds it; may be run again'),
    'install into',
  ).action(async (options: PlaceOptions) => {
    console.log(`The sidebar is installed in ${await installSidebar(chosenDataFolder(options))}.`);
    console.log('Reload the pages of JupyterLab that are open.');
  });
  addPlaceOptions(command.command('uninstall').description('remove it from there'), 'remove it from').action(
    async (options: PlaceOptions) => {
      const { folder, wasThere } = await uninstallSidebar(chosenDataFolder(options));
      console.log(wasThere ? `The sidebar was removed from ${folder}.` : `The sidebar was not in ${folder}.`);
    },
  );
  command
    .command('list')
    .description('say where it is installed, of the places in which the Jupyter on the PATH looks')
    .action(() => {
      const found = dataFoldersOfJupyter().flatMap(sidebarsIn);
      for (const { folder, version, isAsBuilt } of found) {
        console.log(`${version} in ${folder}${isAsBuilt ? '' : ' (not as built here: install it again)'}`);
      }
      if (found.length === 0) console.log('The sidebar is not installed. Install it: npx jupyterlab-ext install');
    });
  return command;
}

import type { Command } from 'commander';
import type { PlaceOptions } from 'kernel-helpers/doctor/chosen-data-folder';
import { type InstalledKernel, type InstallKernelOptions, installKernel } from 'kernel-helpers/kernel/install';
import { addVariable } from '../parse-variable';
import { addPlaceOptions } from './add-place-options';
import type { CopiedNotebooks } from './copy-notebooks';
import { type InstallIntoLabOptions, installIntoLab, uninstallFromLab } from './install-into-lab';

/** Adds the commands that put the kernel and the sidebar into a JupyterLab, and take them out. */
export function addInstallCommands(program: Command): void {
  withVariables(
    addPlaceOptions(
      program
        .command('install')
        .description('put the TypeScript kernel and the sidebar into a JupyterLab; running it twice is fine'),
      'install under',
    ),
  )
    .option('--notebooks <folder>', 'also copy the notebooks and lessons there, where files of these names are missing')
    .action(async (flags: InstallIntoLabOptions) => {
      const { kernel, sidebar, notebooks } = await installIntoLab(flags);
      tellKernel(kernel);
      console.log(`The sidebar is installed in ${sidebar}.`);
      if (notebooks !== undefined) tellNotebooks(notebooks);
      console.log('Reload the pages of JupyterLab that are open.');
    });
  addPlaceOptions(
    program.command('uninstall').description('remove the kernel and the sidebar from a JupyterLab; notebooks stay'),
    'remove from',
  ).action(async (flags: PlaceOptions) => {
    const { kernel, sidebar } = await uninstallFromLab(flags);
    tellKernel(kernel);
    console.log(`The sidebar ${sidebar.wasThere ? 'was removed from' : 'was not in'} ${sidebar.folder}.`);
  });
  withVariables(
    addPlaceOptions(
      program
        .command('install-kernel')
        .description('tell Jupyter about the TypeScript kernel alone; running it twice is fine'),
      'install under',
    ),
  )
    .option('--remove', 'remove it from that place instead')
    .action(async (flags: InstallKernelOptions) => tellKernel(await installKernel(flags)));
}

function withVariables(command: Command): Command {
  return command.option(
    '--env <NAME=value>',
    'a setting for every notebook with this kernel, such as SF_ACCOUNT; no secrets; may be given again',
    addVariable,
    {},
  );
}

const sentenceOf = {
  installed: 'is installed in',
  removed: 'was removed from',
  'was not there': 'was not in',
} as const;

function tellKernel({ action, directory, replacedOther, whyPlainStart }: InstalledKernel): void {
  console.log(`The kernel 'TypeScript' ${sentenceOf[action]} ${directory}.`);
  if (replacedOther) console.log('It replaces another kernel of that name, such as stock tslab.');
  if (whyPlainStart !== undefined) console.log(`It starts without a snapshot, more slowly: ${whyPlainStart}`);
}

function tellNotebooks({ folder, copied, kept }: CopiedNotebooks): void {
  if (copied.length > 0) console.log(`The notebooks are in ${folder}: ${copied.join(', ')}.`);
  if (kept.length > 0) console.log(`These files were in ${folder} already and stay as they are: ${kept.join(', ')}.`);
}

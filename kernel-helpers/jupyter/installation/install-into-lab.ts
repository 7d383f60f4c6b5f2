import { chosenDataFolder, type PlaceOptions } from 'kernel-helpers/doctor/chosen-data-folder';
import { type InstalledKernel, installKernel } from 'kernel-helpers/kernel/install';
import { type CopiedNotebooks, copyNotebooks } from './copy-notebooks';
import { installSidebar, requireSidebarFits, uninstallSidebar } from './installed-sidebar';

export interface InstallIntoLabOptions extends PlaceOptions {
  /** Environment variables that every notebook with this kernel gets; no secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder that gets the notebooks and lessons. */
  readonly notebooks?: string;
}

export interface InstalledIntoLab {
  readonly kernel: InstalledKernel;
  /** The folder of the sidebar. */
  readonly sidebar: string;
  readonly notebooks?: CopiedNotebooks;
}

/**
 * Puts the kernel and the sidebar into one JupyterLab. May be run again.
 * @throws UserError, before anything is written, when the options or the place cannot be meant; PlatformError when a
 * folder cannot be written
 */
export async function installIntoLab(options: InstallIntoLabOptions): Promise<InstalledIntoLab> {
  const dataFolder = chosenDataFolder(options);
  requireSidebarFits(dataFolder);
  const kernel = await installKernel(options);
  const sidebar = await installSidebar(dataFolder);
  if (options.notebooks === undefined) return { kernel, sidebar };
  return { kernel, sidebar, notebooks: await copyNotebooks(options.notebooks) };
}

export interface UninstalledFromLab {
  readonly kernel: InstalledKernel;
  readonly sidebar: { readonly folder: string; readonly wasThere: boolean };
}

/** Takes the kernel and the sidebar out of one JupyterLab; notebooks stay. Throws as `installIntoLab`. */
export async function uninstallFromLab(options: PlaceOptions): Promise<UninstalledFromLab> {
  const sidebar = await uninstallSidebar(chosenDataFolder(options));
  const kernel = await installKernel({ ...options, remove: true });
  return { kernel, sidebar };
}

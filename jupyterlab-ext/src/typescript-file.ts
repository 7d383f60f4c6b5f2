import type { ILauncher } from '@jupyterlab/launcher';
import type { TranslationBundle } from '@jupyterlab/translation';
import { typescriptIcon } from './icon';

/** Adds "TypeScript File" to the launcher, beside JupyterLab's own kinds of text files. */
export function addTypescriptFile(launcher: ILauncher, trans: TranslationBundle): void {
  launcher.add({
    // JupyterLab's own command, which it also uses for a Python file. It reads its texts from the arguments.
    command: 'fileeditor:create-new',
    category: 'Other',
    rank: 2,
    args: {
      fileExt: 'ts',
      iconName: typescriptIcon.name,
      launcherLabel: trans.__('TypeScript File'),
      caption: trans.__('Create a new TypeScript file'),
    },
  });
}

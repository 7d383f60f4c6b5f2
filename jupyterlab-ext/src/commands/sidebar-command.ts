import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyJSONObject } from '@lumino/coreutils';

/** A command that a section of the sidebar carries out. Known at JupyterLab's start, loaded with its first use. */
export interface SidebarCommand {
  /** Begins with `tables-and-jobs:`. */
  readonly id: string;
  readonly label: (trans: TranslationBundle) => string;
  /** The JSON schema of its arguments' properties. Without arguments it acts on what is selected. */
  readonly args?: Readonly<Record<string, ReadonlyJSONObject>>;
}

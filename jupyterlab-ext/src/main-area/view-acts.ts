import { Notification } from '@jupyterlab/apputils';
import { ObjectPath } from 'kernel-helpers/sidebar-contract/index';
import { z } from 'zod';
import { openDoctor } from '../doctor/open-doctor';
import type { Section } from '../panel/section';
import { openPreview } from '../preview/open-preview';
import { openProfile } from '../profile/open-profile';
import type { Surroundings } from '../surroundings';

const Shown = z.object({
  path: ObjectPath.optional().catch(undefined),
  column: z.string().optional().catch(undefined),
});
type Shown = z.infer<typeof Shown>;

/**
 * Carries out the commands that open a tab of its own.
 * @param selected what is meant where the arguments name nothing
 */
export function viewActs(surroundings: Surroundings, selected: () => Shown): Section['acts'] {
  const { trans } = surroundings;
  const shown = (args: unknown): Shown => {
    const given = Shown.parse(args ?? {});
    return given.path === undefined ? selected() : given;
  };
  return {
    'tables-and-jobs:run-doctor': async () => openDoctor(surroundings),
    'tables-and-jobs:preview': async (args) => {
      const { path } = shown(args);
      if (path === undefined) Notification.info(trans.__('Select a table in the sidebar first.'));
      else openPreview(surroundings, path);
    },
    'tables-and-jobs:profile': async (args) => {
      const { path, column } = shown(args);
      if (path === undefined || column === undefined)
        Notification.info(trans.__('Select a column in the sidebar first.'));
      else openProfile(surroundings, path, column);
    },
  };
}

import { PathExt } from '@jupyterlab/coreutils';
import { JupyterSession } from '../backend/jupyter-session';
import { KernelBackend } from '../backend/kernel-backend';
import { readSettings } from '../settings/sidebar-settings';
import type { Surroundings } from '../surroundings';
import { buildPanel, type SidebarContent } from './build-panel';

/** Builds the sidebar's content over the account that the hidden session finds. */
export function openContent(given: Omit<Surroundings, 'backend'>): SidebarContent {
  const settings = () => readSettings(given.settings);
  const session = new JupyterSession(given.app.serviceManager, sessionPath(settings().hiddenSessionFolder));
  const backend = new KernelBackend(session, { endAfterMinutes: () => settings().endHiddenSessionAfterMinutes });
  const content = buildPanel({ ...given, backend });
  let letGo: (() => void) | undefined;
  const notice = () => {
    if (given.visible.state) letGo ??= backend.keepOpen();
    else {
      letGo?.();
      letGo = undefined;
    }
  };
  const forget = given.visible.subscribe(notice);
  notice();
  const leave = () => backend.close();
  window.addEventListener('pagehide', leave);
  return {
    ...content,
    close: () => {
      window.removeEventListener('pagehide', leave);
      forget();
      content.close();
      backend.close();
    },
  };
}

/** Of no file: a name that the server keeps apart from those of notebooks. */
function sessionPath(folder: string): string {
  return PathExt.join(folder, '.tables-and-jobs');
}

import type { Backend } from '../backend/backend';
import { KernelBackend } from '../backend/kernel-backend';
import type { Surroundings } from '../surroundings';
import { buildPanel, type SidebarContent } from './build-panel';

/** Builds the sidebar's content over the account that the hidden session finds. */
export function openContent(given: Omit<Surroundings, 'backend'>): SidebarContent {
  const backend: Backend = new KernelBackend();
  const content = buildPanel({ ...given, backend });
  const tell = () => backend.setVisible(given.visible.state);
  const forget = given.visible.subscribe(tell);
  tell();
  return {
    ...content,
    close: () => {
      forget();
      content.close();
      backend.close();
    },
  };
}

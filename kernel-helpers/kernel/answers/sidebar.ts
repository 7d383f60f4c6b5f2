import type * as Serve from 'kernel-helpers/sidebar/serve';
import { SIDEBAR_TARGET } from 'kernel-helpers/sidebar-contract/names';
import type { Protection } from '../cells/protection';
import type { Comms } from './comms';
import { KERNEL } from './kernel-info';

/** Serves the sidebar "Tables and jobs". What does the work is loaded when a page of it first asks. */
export function answerSidebar(comms: Comms, { protect }: Protection): void {
  comms.registerOwnTarget(SIDEBAR_TARGET, (comm, opening) => {
    // An interrupt in the middle would leave modules half loaded.
    const { serveSidebar } = protect(() => require('kernel-helpers/sidebar/serve') as typeof Serve);
    serveSidebar(comm, opening, KERNEL);
  });
}

import { PathExt } from '@jupyterlab/coreutils';
import { Panel } from '@lumino/widgets';
import type { Backend } from '../backend/backend';
import { JupyterSession } from '../backend/jupyter-session';
import { KernelBackend } from '../backend/kernel-backend';
import { Modes } from '../modes/mode';
import { followSettings, modeActs } from '../modes/mode-acts';
import { ModeBanner } from '../modes/mode-banner';
import { presentOnPage } from '../presenter/present-on-page';
import { readSettings } from '../settings/sidebar-settings';
import type { Surroundings } from '../surroundings';
import { buildPanel, type PanelContent } from './build-panel';

/** The loaded sidebar. */
export interface SidebarContent extends PanelContent<Panel> {}

/** Builds the sidebar's content over the account that the hidden session finds, or over a recording of one. */
export async function openContent(given: Omit<Surroundings, 'backend'>): Promise<SidebarContent> {
  const settings = () => readSettings(given.settings);
  const session = new JupyterSession(given.app.serviceManager, sessionPath(settings().hiddenSessionFolder));
  const account = new KernelBackend(session, { endAfterMinutes: () => settings().endHiddenSessionAfterMinutes });
  const modes = new Modes(account);
  // With the recorded class nothing is asked of an account, so the first panel waits for it.
  const stopFollowing = await followSettings(modes, given.settings);
  const acts = modeActs({ ...given, modes });
  const widget = new Panel();
  widget.addClass('tj-content');
  const act = (id: string) => () => void acts[id]();
  widget.addWidget(
    new ModeBanner({
      mode: modes.mode,
      trans: given.trans,
      onLeave: act('tables-and-jobs:switch-class'),
      onSave: act('tables-and-jobs:save-recording'),
    }),
  );
  const shown = new ShownPanel(widget, given, modes);
  const leave = () => account.close();
  window.addEventListener('pagehide', leave);
  return {
    widget,
    execute: async (command, args) => {
      if (Object.hasOwn(acts, command)) await acts[command]();
      else await shown.panel.execute(command, args);
    },
    focus: () => shown.panel.focus(),
    prefetch: () => shown.panel.prefetch(),
    close: () => {
      window.removeEventListener('pagehide', leave);
      stopFollowing();
      shown.close();
      account.close();
    },
  };
}

/** The three sections over the backend of the mode. Another mode gets sections of its own, so that none shows what the last one knew. */
class ShownPanel {
  panel: PanelContent;
  private stopKeeping: () => void;
  private readonly stopListening: () => void;
  private key: string;

  constructor(
    private readonly frame: Panel,
    private readonly given: Omit<Surroundings, 'backend'>,
    private readonly modes: Modes,
  ) {
    this.key = this.modeKey();
    [this.panel, this.stopKeeping] = this.open();
    this.stopListening = modes.mode.subscribe(() => {
      if (this.modeKey() === this.key) return;
      this.key = this.modeKey();
      this.end();
      this.forgetElsewhere();
      [this.panel, this.stopKeeping] = this.open();
    });
  }

  close(): void {
    this.stopListening();
    this.end();
    presentOnPage(false);
  }

  private modeKey(): string {
    return JSON.stringify(this.modes.mode.state);
  }

  private open(): [PanelContent, () => void] {
    const { recordingTitle, isPresenter } = this.modes.mode.state;
    presentOnPage(isPresenter);
    const backend = this.modes.backend();
    // What is kept over a reload holds names of the account as it is.
    const isAccountItself = recordingTitle === undefined && !isPresenter;
    const panel = buildPanel({ ...this.given, backend, saved: isAccountItself ? this.given.saved : undefined });
    this.frame.addWidget(panel.widget);
    return [panel, keepOpenWhileVisible(backend, this.given.visible)];
  }

  /** No other place of JupyterLab may show what belongs to the mode before, such as names that a presenter hides. */
  private forgetElsewhere(): void {
    for (const shown of [...this.given.app.shell.widgets('main')]) {
      if (shown.hasClass('tj-main') || shown.node.querySelector(':scope > .tj-main') !== null) shown.dispose();
    }
    this.given.jobTabs.forEach((tab) => {
      tab.dispose();
    });
    for (const job of this.given.knownJobs.state) this.given.knownJobs.forget(job);
  }

  private end(): void {
    this.stopKeeping();
    this.panel.close();
    this.panel.widget.dispose();
  }
}

function keepOpenWhileVisible(backend: Backend, visible: Surroundings['visible']): () => void {
  let letGo: (() => void) | undefined;
  const notice = () => {
    if (visible.state) letGo ??= backend.keepOpen();
    else {
      letGo?.();
      letGo = undefined;
    }
  };
  const forget = visible.subscribe(notice);
  notice();
  return () => {
    forget();
    letGo?.();
  };
}

/** Of no file: a name that the server keeps apart from those of notebooks. */
function sessionPath(folder: string): string {
  return PathExt.join(folder, '.tables-and-jobs');
}

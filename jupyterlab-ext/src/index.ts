// Wiring only: what the sidebar does is loaded when it is first shown.
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IRunningSessionManagers } from '@jupyterlab/running';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addCommands } from './commands/add-commands';
import { addJobPlaces } from './jobs/places/add-job-places';
import { prefetchWhenWarm } from './panel/prefetch-when-warm';
import { Sidebar } from './panel/sidebar';
import { addPlayer } from './play/add-player';
import { languageIn, translationFor } from './translation/translation';
import { addTypescriptFile } from './typescript-file';
import { showStaticForms } from './widgets/static-forms';

const PLUGIN = 'jupyterlab-tables-and-jobs:plugin';

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'Snowflake tables and SageMaker jobs beside the notebook.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry],
  optional: [
    ITranslator,
    ISettingRegistry,
    IStateDB,
    ICommandPalette,
    ILayoutRestorer,
    IRunningSessionManagers,
    IStatusBar,
    ILauncher,
  ],
  activate: async (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    renderers: IRenderMimeRegistry,
    givenTranslator: ITranslator | null,
    registry: ISettingRegistry | null,
    saved: IStateDB | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    running: IRunningSessionManagers | null,
    statusBar: IStatusBar | null,
    launcher: ILauncher | null,
  ) => {
    showStaticForms(app, renderers, notebooks);
    const translator = givenTranslator ?? nullTranslator;
    const trans = await translationFor(languageIn(await registry?.load(PLUGIN)), translator);
    const show = () => app.shell.activateById(sidebar.id);
    const places = addJobPlaces({ app, running, statusBar, restorer, trans });
    const sidebar: Sidebar = new Sidebar(async () => {
      const [{ openContent }, settings] = await Promise.all([import('./panel/open-content'), registry?.load(PLUGIN)]);
      const { visible } = sidebar;
      return openContent({
        app,
        notebooks,
        renderers,
        settings,
        saved: saved ?? undefined,
        translator,
        trans,
        visible,
        knownJobs: places.known,
        jobTabs: places.tabs,
      });
    });
    sidebar.title.caption = trans.__('Tables and jobs');
    app.shell.add(sidebar, 'left', { rank: 600, type: 'Tables and jobs' });
    restorer?.add(sidebar, sidebar.id);
    prefetchWhenWarm(app, () => sidebar.prefetch());
    if (launcher !== null) addTypescriptFile(launcher, trans);
    addCommands({ commands: app.commands, palette, trans, show, sidebar });
    addPlayer({ app, notebooks, palette, trans });
  },
};

export default plugin;

import type { IStatusBar } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { KnownJobs } from '../known-jobs';

interface StatusItemOptions {
  readonly known: KnownJobs;
  readonly trans: TranslationBundle;
  readonly show: () => void;
}

/** Shows in the status bar how many jobs run. A click shows them. Without running jobs it is away. */
export function addStatusItem(statusBar: IStatusBar, { known, trans, show }: StatusItemOptions): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', show);
  const item = new Widget({ node: button });
  item.addClass('jp-StatusBar-TextItem');
  item.addClass('tj-status-item');
  const activeStateChanged = new Signal<object, void>({});
  const draw = (): void => {
    const count = known.state.length;
    button.textContent = trans._n('%1 job runs', '%1 jobs run', count);
    button.title = known.state.map(({ name }) => name).join('\n');
    activeStateChanged.emit();
  };
  known.subscribe(draw);
  statusBar.registerStatusItem('tables-and-jobs:running-jobs', {
    item,
    align: 'left',
    rank: 50,
    isActive: () => known.state.length > 0,
    activeStateChanged,
  });
  draw();
}

import { openView } from '../main-area/open-view';
import type { Surroundings } from '../surroundings';
import { WarehouseRun } from '../warehouse-run/warehouse-run';
import { PREVIEW_ROWS, PreviewView } from './preview-view';

/** Opens the first rows of a table or view in a tab of its own. */
export function openPreview(surroundings: Surroundings, path: readonly string[]): void {
  const { app, backend, trans } = surroundings;
  const onDoctor = () => void app.commands.execute('tables-and-jobs:run-doctor');
  openView(surroundings, `tables-and-jobs-preview-${JSON.stringify(path)}`, () => {
    const run = new WarehouseRun(backend, 'preview', { path: [...path], limit: PREVIEW_ROWS });
    void run.look();
    return {
      label: path.at(-1) ?? '',
      caption: trans.__('First rows of %1', path.join('.')),
      view: <PreviewView path={path} run={run} trans={trans} onDoctor={onDoctor} />,
      onClose: () => run.cancel(),
    };
  });
}

import { type INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

/**
 * Puts a code cell below the active one of the current notebook, or into the active one if that is an empty code cell.
 * False without a notebook that can be changed.
 */
export function insertCell({ currentWidget }: INotebookTracker, source: string): boolean {
  const notebook = currentWidget?.content;
  if (notebook?.model == null || notebook.model.readOnly) return false;
  const { activeCell } = notebook;
  const isFree = activeCell?.model.type === 'code' && activeCell.model.sharedModel.getSource().trim() === '';
  if (!isFree) NotebookActions.insertBelow(notebook);
  notebook.activeCell?.model.sharedModel.setSource(source);
  return true;
}

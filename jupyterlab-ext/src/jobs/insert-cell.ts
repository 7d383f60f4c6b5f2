import { type INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

/** Inserts a code cell below the active one of the current notebook. False without a notebook that can be changed. */
export function insertCell({ currentWidget }: INotebookTracker, source: string): boolean {
  const notebook = currentWidget?.content;
  if (notebook?.model == null || notebook.model.readOnly) return false;
  NotebookActions.insertBelow(notebook);
  notebook.activeCell?.model.sharedModel.setSource(source);
  return true;
}

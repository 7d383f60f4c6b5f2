import { Clipboard, Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ObjectPath } from 'kernel-helpers/sidebar-contract/index';

/** Shows the statement that would make a table or view again, as text to read and to copy. */
export async function showCreateStatement(path: ObjectPath, sql: string, trans: TranslationBundle): Promise<void> {
  const name = path.join('.');
  const { button } = await showDialog({
    title: name,
    body: ReactWidget.create(
      <textarea
        className="tj-statement"
        readOnly
        rows={12}
        cols={64}
        value={sql}
        aria-label={trans.__('CREATE statement of %1', name)}
      />,
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Close') }),
      Dialog.okButton({ label: trans.__('Copy'), ariaLabel: trans.__('Copy') }),
    ],
  });
  if (button.accept) Clipboard.copyToSystem(sql);
}

import type { TranslationBundle } from '@jupyterlab/translation';
import type { TableOrView } from 'kernel-helpers/sidebar-contract/index';
import type { CSSProperties, MouseEvent } from 'react';
import { errorPicture } from '../notes/error-picture';
import { bytesText, detailText, rowsText } from './node-text';
import { canOpen, isOpen } from './tree/keyboard';
import type { Row } from './tree/rows';
import { nameOf, type TreeNode } from './tree/tree-node';

export interface RowProps {
  readonly row: Row;
  readonly id: string;
  readonly isActive: boolean;
  readonly isFavourite: boolean;
  readonly style: CSSProperties;
  readonly trans: TranslationBundle;
  readonly onMouseDown: (event: MouseEvent) => void;
  readonly onClick: () => void;
  readonly onFollowNote: () => void;
  readonly onCancel: () => void;
}

/** One line of the tree. Its texts are React's text nodes, so that a name is never markup. */
export function TreeRow(props: RowProps): JSX.Element {
  const { row, id, isActive, style, trans, onMouseDown, onClick } = props;
  return (
    // The keyboard is the tree's own: it tells which row is active (aria-activedescendant).
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={id}
      role="treeitem"
      className={classOf(row)}
      data-key={row.key}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isActive}
      aria-expanded={canOpen(row) ? isOpen(row) : undefined}
      title={row.type === 'node' ? tooltipOf(row, trans) : undefined}
      style={{ ...style, paddingInlineStart: `${row.level * 12 - 8}px` }}
      onMouseDown={onMouseDown}
      onClick={onClick}
    >
      <span className="tj-twisty" aria-hidden="true">
        {canOpen(row) ? (isOpen(row) ? '▾' : '▸') : ''}
      </span>
      {row.type === 'note' ? <Note {...props} row={row} /> : <Name {...props} row={row} />}
    </div>
  );
}

function Name({ row, isFavourite, trans }: RowProps & { readonly row: Exclude<Row, { type: 'note' }> }): JSX.Element {
  if (row.type === 'group') {
    const label = row.group === 'favourites' ? trans.__('Favourites') : trans.__('Found on the server');
    return <span className="tj-name">{label}</span>;
  }
  const { node } = row;
  return (
    <>
      <span className={`tj-picture tj-picture-${node.kind}`} aria-hidden="true" />
      <span className="tj-name">{nameOf(node)}</span>
      {isFavourite && (
        <span className="tj-star" role="img" aria-label={trans.__('favourite')}>
          ★
        </span>
      )}
      {isYours(node) && <span className="tj-yours">{trans.__('yours')}</span>}
      {row.withPath && node.kind !== 'column' ? (
        <span className="tj-detail">{node.of.path.slice(0, -1).join(' › ')}</span>
      ) : node.kind === 'table' ? (
        <TableSize table={node.of} trans={trans} />
      ) : (
        <span className="tj-detail">{detailText(node, trans)}</span>
      )}
    </>
  );
}

/** In two parts, because a narrow tree has place for the rows only. */
function TableSize({ table, trans }: { readonly table: TableOrView; readonly trans: TranslationBundle }): JSX.Element {
  const { rows, bytes } = table;
  return (
    <span className="tj-detail tj-detail-rows">
      {rows !== undefined && rowsText(rows, trans)}
      {bytes !== undefined && (
        <span className="tj-detail-bytes">
          {rows !== undefined && ', '}
          {bytesText(bytes)}
        </span>
      )}
    </span>
  );
}

function Note({
  row: { note },
  trans,
  onFollowNote,
  onCancel,
}: RowProps & { readonly row: Extract<Row, { type: 'note' }> }): JSX.Element {
  switch (note.says) {
    case 'empty':
      return <span className="tj-detail">{trans.__('Nothing here')}</span>;
    case 'loading':
      return (
        <>
          <span className="tj-detail">{trans.__('Loading…')}</span>
          <RowButton text={trans.__('Cancel')} onClick={onCancel} />
        </>
      );
    case 'more':
      return <RowButton text={trans.__('Load more')} onClick={onFollowNote} />;
    case 'error':
      return (
        <>
          <span className={`tj-picture tj-picture-error-${errorPicture(note.error.reason)}`} aria-hidden="true" />
          <span className="tj-row-error" title={[note.error.message, note.error.advice].filter(Boolean).join(' ')}>
            {note.error.message}
          </span>
          <RowButton text={trans.__('Try again')} onClick={onFollowNote} />
        </>
      );
  }
}

/** For the mouse. The keyboard does the same with Enter and Escape on the row. */
function RowButton({ text, onClick }: { readonly text: string; readonly onClick: () => void }): JSX.Element {
  return (
    <button
      type="button"
      className="tj-row-button"
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        onClick();
      }}
    >
      {text}
    </button>
  );
}

/** The context menu chooses its items by these classes (schema/plugin.json). */
function classOf(row: Row): string {
  if (row.type !== 'node') return `tj-row tj-row-${row.type}`;
  const { kind } = row.node;
  const isTable = kind === 'table' || kind === 'view';
  return `tj-row tj-row-node tj-row-${kind}${isTable ? ' tj-has-rows' : ''}`;
}

function isYours(node: TreeNode): boolean {
  return (node.kind === 'table' || node.kind === 'view') && node.of.isYours;
}

function tooltipOf({ node }: Extract<Row, { type: 'node' }>, trans: TranslationBundle): string {
  const comment = node.of.comment ?? '';
  const owner = node.kind === 'column' || node.of.owner === undefined ? '' : trans.__('Owner: %1', node.of.owner);
  const yours = isYours(node) ? trans.__('yours') : '';
  return [nameOf(node), detailText(node, trans), yours, owner, comment].filter((part) => part !== '').join('\n');
}

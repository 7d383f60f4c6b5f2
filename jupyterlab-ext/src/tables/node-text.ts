import type { TranslationBundle } from '@jupyterlab/translation';
import type { TreeNode } from './tree/tree-node';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Such as `1.2 MB`: a thousand each, as Snowflake's own pages count. */
export function bytesText(bytes: number, locale?: string): string {
  const power = bytes < 1_000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: power === 0 ? 0 : 1 });
  return `${number.format(bytes / 1_000 ** power)} ${UNITS[power]}`;
}

export function rowsText(rows: number, trans: TranslationBundle, locale?: string): string {
  const count = new Intl.NumberFormat(locale).format(rows);
  return rows === 1 ? trans.__('1 row') : trans.__('%1 rows', count);
}

/** What stands beside a node's name. */
export function detailText(node: TreeNode, trans: TranslationBundle, locale?: string): string {
  switch (node.kind) {
    case 'database':
    case 'schema':
      return node.of.isCurrent ? trans.__('current') : '';
    case 'view':
      return trans.__('view');
    case 'table': {
      const { rows, bytes } = node.of;
      return [
        rows === undefined ? '' : rowsText(rows, trans, locale),
        bytes === undefined ? '' : bytesText(bytes, locale),
      ]
        .filter((part) => part !== '')
        .join(', ');
    }
    case 'column':
      return node.of.nullable ? node.of.type : `${node.of.type} ${trans.__('not null')}`;
  }
}

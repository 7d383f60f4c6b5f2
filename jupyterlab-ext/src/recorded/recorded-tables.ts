import type { ObjectPath, ParamsOf, Preview, SortOrder, TableOrView } from 'kernel-helpers/sidebar-contract/index';
import type { RecordedAnswers, RecordedList } from './recorded-answers';

/** Tables whose name contains the text, among all that were recorded below the path. */
export function searchRecorded(
  answers: RecordedAnswers,
  text: string,
  path: ObjectPath = [],
): RecordedList<TableOrView> {
  const wanted = text.toLowerCase();
  const found = answers.resultsOf('tables').flatMap(({ items }) => items);
  const byPath = new Map(found.map((table) => [JSON.stringify(table.path), table]));
  const items = [...byPath.values()].filter(
    (table) => table.name.toLowerCase().includes(wanted) && path.every((part, index) => table.path[index] === part),
  );
  return { items, isCut: false };
}

/** The recorded rows of a table, in any order that is asked for. */
export function recordedPreview(answers: RecordedAnswers, params: ParamsOf<'preview'>): Preview | undefined {
  const recorded = answers
    .exchangesOf('preview')
    .filter(({ params: { path } }) => String(path) === String(params.path))
    .sort((one, other) => Number('sort' in one.params) - Number('sort' in other.params))
    .at(0)?.result as Preview | undefined;
  if (recorded === undefined) return undefined;
  const rows = params.sort === undefined ? recorded.rows : sorted(recorded, params.sort);
  return { ...recorded, rows: rows.slice(0, params.limit) };
}

function sorted({ columns, rows }: Preview, { column, descending }: SortOrder): Preview['rows'] {
  const index = columns.findIndex(({ name }) => name === column);
  const isNumeric = columns[index]?.isNumeric === true;
  const compare = (one: string, other: string) =>
    isNumeric ? numberOf(one) - numberOf(other) : one < other ? -1 : Number(one > other);
  return [...rows].sort((one, other) => {
    const [left, right] = [one[index] ?? null, other[index] ?? null];
    // Snowflake puts NULL last, and first in descending order.
    const order =
      left === null || right === null ? Number(left === null) - Number(right === null) : compare(left, right);
    return descending ? -order : order;
  });
}

/** A number as a cell shows it, with separators between thousands. */
function numberOf(text: string): number {
  return Number(text.replace(/[,\s]/g, ''));
}

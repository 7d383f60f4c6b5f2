import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError } from '../../backend/request-error';
import type { ListRow } from '../list/job-rows';
import { type RowPlace, TreeRow } from './tree-row';

interface NoteRowProps {
  readonly row: Extract<ListRow, { is: 'note' }>;
  readonly place: RowPlace;
  readonly isFiltered: boolean;
  readonly trans: TranslationBundle;
}

/** What is to say about a list besides its jobs. Enter or a click does what the text says. */
export function NoteRow({ row, place, isFiltered, trans }: NoteRowProps): JSX.Element {
  return (
    <TreeRow place={place} isHigher className={`tj-note-row tj-note-${row.note}`} aria-level={2} aria-selected={false}>
      {row.note === 'error' ? (
        <Failure error={row.error} trans={trans} />
      ) : (
        <span>{noteText(row, isFiltered, trans)}</span>
      )}
    </TreeRow>
  );
}

function Failure({ error, trans }: { readonly error: unknown; readonly trans: TranslationBundle }): JSX.Element {
  const { message, advice } = RequestError.from(error);
  return (
    <span>
      {message} {advice !== undefined && <span className="tj-note-advice">{advice} </span>}
      <span className="tj-note-act">{trans.__('Try again')}</span>
    </span>
  );
}

function noteText({ note, kind }: NoteRowProps['row'], isFiltered: boolean, trans: TranslationBundle): string {
  if (note === 'more') return trans.__('Load more');
  if (note === 'loading' || note === 'loading-more') return trans.__('Loading… Cancel');
  if (isFiltered) return trans.__('No name contains this text.');
  switch (kind) {
    case 'training':
      return trans.__('None yet. A cell with trainingJob() starts one.');
    case 'endpoint':
      return trans.__('No endpoint is there.');
    default:
      return trans.__('None yet.');
  }
}

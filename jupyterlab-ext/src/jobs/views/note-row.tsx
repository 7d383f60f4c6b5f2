import type { TranslationBundle } from '@jupyterlab/translation';
import { RequestError } from '../../backend/request-error';
import type { JobRow } from '../list/job-rows';

interface NoteRowProps {
  readonly row: Extract<JobRow, { is: 'note' }>;
  readonly isFiltered: boolean;
  readonly trans: TranslationBundle;
}

/** What is to say about a list besides its jobs. Enter or a click does what the text says. */
export function NoteRow({ row, isFiltered, trans }: NoteRowProps): JSX.Element {
  if (row.note === 'error') {
    const { message, advice = '' } = RequestError.from(row.error);
    return <span title={`${message} ${advice}`.trim()}>{trans.__('%1 Try again.', message)}</span>;
  }
  return <span>{noteText(row, isFiltered, trans)}</span>;
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

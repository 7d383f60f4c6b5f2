import { ErrorNote } from '../../notes/error-note';
import type { Readable } from '../../store/store';
import { useStore } from '../../store/use-store';
import type { DetailParts } from '../detail/detail-parts';
import type { JobDetailState, JobDetailStore } from '../detail/job-detail-store';
import { MetricsView } from '../detail/views/metrics-view';
import { statusOf } from '../job-words';
import { type ComparedRow, comparedMetrics, differingHyperparameters } from './comparison';

interface CompareViewProps {
  readonly stores: readonly JobDetailStore[];
  /** Of the stores, in their order. */
  readonly states: Readable<readonly JobDetailState[]>;
  readonly parts: DetailParts;
}

/** Metrics of several jobs over each other, and in what the jobs differ. */
export function CompareView({ stores, states, parts }: CompareViewProps): JSX.Element {
  const { trans, times } = parts;
  const known = useStore(states);
  const details = known.flatMap(({ detail }) => (detail === undefined ? [] : [detail]));
  const failures = known.flatMap(({ error, logError }) => [error, logError].filter((one) => one !== undefined));
  const isLive = known.some(({ log }) => log === 'live');
  const isComplete = details.length === stores.length;
  return (
    <div className="tj-job-detail tj-compare">
      <h2 className="tj-detail-title">{trans.__('Comparison of %1 jobs', stores.length)}</h2>
      {failures.map((error, index) => (
        <ErrorNote
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is never reordered.
          key={index}
          error={error}
          trans={trans}
          onRetry={() => void showAll(stores)}
          onDoctor={() => parts.run('tables-and-jobs:run-doctor')}
        />
      ))}
      {!isComplete && failures.length === 0 && <p className="tj-note">{trans.__('Reading the jobs…')}</p>}
      <MetricsView
        jobs={stores.map(({ id }, index) => ({ job: id.name, series: known[index]?.metrics ?? [] }))}
        isLive={isLive}
        parts={parts}
      />
      {isComplete && (
        <table className="tj-fact-table">
          <caption>{trans.__('Final metrics, and where the jobs differ')}</caption>
          <thead>
            <tr>
              <td />
              {details.map(({ summary }) => (
                <th key={summary.name} scope="col">
                  {summary.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Row row={{ name: trans.__('Status'), values: details.map(({ summary }) => statusOf(trans, summary)) }} />
            {[...comparedMetrics(details, (value) => times.number(value)), ...differingHyperparameters(details)].map(
              (row) => (
                <Row key={row.name} row={row} />
              ),
            )}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Row({ row: { name, values } }: { readonly row: ComparedRow }): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}</th>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place.
        <td key={index}>{value ?? '–'}</td>
      ))}
    </tr>
  );
}

async function showAll(stores: readonly JobDetailStore[]): Promise<void> {
  await Promise.all(stores.map((store) => store.show()));
}

import type { JobPhase } from 'kernel-helpers/sidebar-contract/index';
import { elapsedText } from '../../time-text';
import type { DetailParts } from '../detail-parts';

interface TimelineProps {
  readonly phases: readonly JobPhase[];
  readonly endedAt?: string;
  readonly now: number;
  readonly parts: DetailParts;
}

/** The phases that SageMaker told, each with how long it took; the bar shows its share of the whole. */
export function Timeline({ phases, endedAt, now, parts: { trans, times } }: TimelineProps): JSX.Element {
  const ends = phases.map((_, index) => phases[index + 1]?.startedAt ?? endedAt);
  const millisecondsOf = (index: number): number => {
    const end = ends[index];
    return Math.max(0, (end === undefined ? now : Date.parse(end)) - Date.parse(phases[index]?.startedAt ?? ''));
  };
  const total = phases.reduce((sum, _, index) => sum + millisecondsOf(index), 0);
  return (
    <table className="tj-fact-table tj-timeline">
      <caption>{trans.__('Phases')}</caption>
      <tbody>
        {phases.map(({ status, message, startedAt }, index) => (
          <tr key={`${status} ${startedAt}`}>
            <th scope="row">{status}</th>
            <td className="tj-timeline-time" title={times.moment(startedAt)}>
              {elapsedText(startedAt, ends[index], now)}
            </td>
            <td className="tj-timeline-share" aria-hidden="true">
              <span style={{ width: `${total === 0 ? 0 : (100 * millisecondsOf(index)) / total}%` }} />
            </td>
            <td>{message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ColumnProfile } from 'kernel-helpers/sidebar-contract/index';
import { shortNumber } from './short-number';

type Bins = NonNullable<ColumnProfile['histogram']>;

const WIDTH = 480;
const HEIGHT = 120;

interface Props {
  readonly bins: Bins;
  readonly trans: TranslationBundle;
}

/** Bars as a picture with one sentence for those who do not see it, and the same figures as a table. */
export function Histogram({ bins, trans }: Props): JSX.Element {
  const most = bins.reduce((largest, { count }) => Math.max(largest, count), 1);
  const barWidth = WIDTH / bins.length;
  const [first] = bins;
  const last = bins.at(-1);
  const range = `${shortNumber(first?.from)} – ${shortNumber(last?.to)}`;
  return (
    <div className="tj-user-data">
      <svg className="tj-histogram" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary(bins, trans)}>
        {bins.map(({ from, count }, at) => {
          const height = (count / most) * HEIGHT;
          return (
            <rect key={from} x={at * barWidth} y={HEIGHT - height} width={Math.max(barWidth - 1, 1)} height={height} />
          );
        })}
      </svg>
      <div aria-hidden="true">{range}</div>
      <details>
        <summary>{trans.__('The bars as a table')}</summary>
        <table className="tj-figures">
          <thead>
            <tr>
              <th scope="col">{trans.__('From')}</th>
              <th scope="col">{trans.__('To')}</th>
              <th scope="col">{trans.__('Rows')}</th>
            </tr>
          </thead>
          <tbody>
            {bins.map(({ from, to, count }) => (
              <tr key={from}>
                <td>{shortNumber(from)}</td>
                <td>{shortNumber(to)}</td>
                <td>{count.toLocaleString()}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

function summary(bins: Bins, trans: TranslationBundle): string {
  const fullest = bins.reduce((most, bin) => (bin.count > most.count ? bin : most));
  return trans.__(
    'Histogram with %1 bars from %2 to %3. The highest bar has %4 rows and goes from %5 to %6.',
    bins.length,
    shortNumber(bins[0]?.from),
    shortNumber(bins.at(-1)?.to),
    fullest.count.toLocaleString(),
    shortNumber(fullest.from),
    shortNumber(fullest.to),
  );
}

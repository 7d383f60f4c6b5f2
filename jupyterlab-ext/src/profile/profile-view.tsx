import type { TranslationBundle } from '@jupyterlab/translation';
import type { ColumnProfile } from 'kernel-helpers/sidebar-contract/index';
import { useStore } from '../store/use-store';
import { WarehouseGate } from '../warehouse-run/warehouse-gate';
import type { WarehouseRun } from '../warehouse-run/warehouse-run';
import { Histogram } from './histogram';
import { shortNumber } from './short-number';

interface Props {
  readonly path: readonly string[];
  readonly column: string;
  readonly run: WarehouseRun<'profile'>;
  readonly trans: TranslationBundle;
  readonly onDoctor: () => void;
}

/** What the values of one column are like: before they are read it says what that costs. */
export function ProfileView({ path, column, run, trans, onDoctor }: Props): JSX.Element {
  const state = useStore(run.state);
  const { result } = state;
  return (
    <div className="tj-view">
      <h1 className="tj-view-title">{[...path, column].join('.')}</h1>
      <WarehouseGate run={run} state={state} label={trans.__('Profile')} trans={trans} onDoctor={onDoctor} />
      {result !== undefined && <ProfileFigures profile={result} trans={trans} />}
    </div>
  );
}

function ProfileFigures({
  profile,
  trans,
}: {
  readonly profile: ColumnProfile;
  readonly trans: TranslationBundle;
}): JSX.Element {
  const { histogram, top, rows } = profile;
  return (
    <>
      <dl className="tj-profile-facts">
        {facts(profile, trans).map(([term, value, isData]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className={isData ? 'tj-user-data' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
      {histogram !== undefined && (
        <>
          <h2>{trans.__('Histogram')}</h2>
          <Histogram bins={histogram} trans={trans} />
        </>
      )}
      {top.length > 0 && (
        <>
          <h2>{trans.__('Most frequent values')}</h2>
          <table className="tj-figures">
            <thead>
              <tr>
                <th scope="col">{trans.__('Value')}</th>
                <th scope="col">{trans.__('Rows')}</th>
                <th scope="col">{trans.__('Share')}</th>
              </tr>
            </thead>
            <tbody className="tj-user-data">
              {top.map(({ value, count }) => (
                <tr key={value === null ? 'null' : `=${value}`}>
                  <td className={value === null ? 'tj-null' : undefined}>{value === null ? <em>null</em> : value}</td>
                  <td className="tj-number">{count.toLocaleString()}</td>
                  <td className="tj-number">{share(count, rows)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

/** A term, its value, and whether that tells values of the table. */
type Fact = readonly [term: string, value: string, isData: boolean];

function facts(profile: ColumnProfile, trans: TranslationBundle): readonly Fact[] {
  const { type, rows, nulls, notFinite, distinct, isDistinctEstimated, min, max, mean, quartiles } = profile;
  const about = isDistinctEstimated ? `≈ ${shortNumber(distinct)}` : distinct?.toLocaleString();
  const known: readonly (readonly [string, string | undefined, boolean])[] = [
    [trans.__('Type'), type, false],
    [trans.__('Rows'), rows.toLocaleString(), false],
    [trans.__('Without a value'), `${nulls.toLocaleString()} (${share(nulls, rows)})`, false],
    [trans.__('NaN or infinite'), notFinite === 0 ? undefined : notFinite.toLocaleString(), false],
    [trans.__('Distinct values'), about, false],
    [trans.__('Smallest'), min, true],
    [trans.__('Largest'), max, true],
    [trans.__('Mean'), mean === undefined ? undefined : shortNumber(mean), true],
    [trans.__('Quartiles'), quartiles?.map(shortNumber).join(' · '), true],
  ];
  return known.flatMap(([term, value, isData]): Fact[] => (value === undefined ? [] : [[term, value, isData]]));
}

function share(count: number, rows: number): string {
  return (rows === 0 ? 0 : count / rows).toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 1 });
}

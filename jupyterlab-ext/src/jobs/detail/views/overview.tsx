import type { JobDetail } from 'kernel-helpers/sidebar-contract/index';
import type { ReactNode } from 'react';
import type { DetailParts } from '../detail-parts';
import { Timeline } from './timeline';

interface OverviewProps {
  readonly detail: JobDetail;
  readonly now: number;
  readonly parts: DetailParts;
}

/** What the job is, where it comes from, and what came out. */
export function Overview({ detail, now, parts }: OverviewProps): JSX.Element {
  const { trans, times } = parts;
  const { phases, finalMetrics, hyperparameters, costAdvice } = detail;
  return (
    <div className="tj-overview">
      {costAdvice !== undefined && <p>{costAdvice}</p>}
      {phases.length > 0 && <Timeline phases={phases} endedAt={detail.facts.endedAt} now={now} parts={parts} />}
      {finalMetrics.length > 0 && (
        <FactTable
          title={trans.__('Final metrics')}
          rows={finalMetrics.map(({ metric, value }) => [metric, times.number(value)])}
        />
      )}
      <FactTable title={trans.__('Where it comes from')} rows={originRows(detail, parts)} />
      <FactTable title={trans.__('Hyperparameters')} rows={Object.entries(hyperparameters)} />
      <FactTable title={trans.__('More')} rows={moreRows(detail, parts)} />
    </div>
  );
}

type FactRows = readonly (readonly [string, ReactNode])[];

function FactTable({ title, rows }: { readonly title: string; readonly rows: FactRows }): JSX.Element | null {
  if (rows.length === 0) return null;
  return (
    <table className="tj-fact-table">
      <caption>{title}</caption>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function originRows({ source, launchedFrom }: JobDetail, { trans, revealTable, openNotebook }: DetailParts): FactRows {
  const rows: (readonly [string, ReactNode])[] = [];
  if (source !== undefined && source.path.length > 0) {
    const reveal = (
      <button type="button" className="tj-link" onClick={() => revealTable(source.path)}>
        {source.path.join('.')}
      </button>
    );
    rows.push([trans.__('Table'), reveal]);
  }
  if (source?.target !== undefined) rows.push([trans.__('Target column'), source.target]);
  if (source?.query !== undefined) rows.push([trans.__('Query'), <pre key="query">{source.query}</pre>]);
  const { notebook, cell } = launchedFrom ?? {};
  if (notebook !== undefined) {
    const open = (
      <button type="button" className="tj-link" onClick={() => openNotebook(notebook)}>
        {notebook}
      </button>
    );
    rows.push([trans.__('Notebook'), open]);
  }
  if (cell !== undefined) rows.push([trans.__('Cell'), cell]);
  return rows;
}

function moreRows({ arn, image, modelArtefact, maker, summary }: JobDetail, { trans, times }: DetailParts): FactRows {
  const rows: readonly (readonly [string, string | undefined])[] = [
    [trans.__('Made at'), times.moment(summary.createdAt)],
    [trans.__('Made by'), maker],
    [trans.__('ARN'), arn],
    [trans.__('Image'), image],
    [trans.__('Model artefact'), modelArtefact],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

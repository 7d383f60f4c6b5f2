import { z } from 'zod';
import { withoutNamesOfRun } from './names-of-run';

/** The parts of Jupyter's format that differ from run to run: https://nbformat.readthedocs.io/en/latest/format_description.html */
const shownText = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]);
const output = z.looseObject({ output_type: z.string(), data: z.record(z.string(), z.unknown()).optional() });
const codeCell = z.looseObject({
  cell_type: z.literal('code'),
  metadata: z.looseObject({}),
  outputs: z.array(output),
});
const otherCell = z.looseObject({ cell_type: z.enum(['markdown', 'raw']), metadata: z.looseObject({}) });
const notebook = z.looseObject({ cells: z.array(z.discriminatedUnion('cell_type', [codeCell, otherCell])) });

/** Metadata that Jupyter's clients write about one execution. */
const METADATA_OF_ONE_RUN = new Set(['execution', 'trusted', 'collapsed', 'scrolled']);

/**
 * An executed notebook in the form in which it is committed: it counts executions from 1, says nothing about when it
 * ran, has an ellipsis for the name and the times of a job, and has its keys in Jupyter's order. A display that was emptied,
 * such as that of a progress which only a slow machine shows, is left out.
 */
export function normaliseNotebook(text: string): string {
  const { cells, ...rest } = notebook.parse(JSON.parse(text));
  let count = 0;
  const normal = cells.map((cell) => {
    const metadata = withoutRun(cell.metadata);
    if (cell.cell_type !== 'code') return { ...cell, metadata };
    count += 1;
    const outputs = cell.outputs
      .filter((one) => !isEmptied(one))
      .map((one) => (one.output_type === 'execute_result' ? { ...one, execution_count: count } : one));
    return { ...cell, metadata, execution_count: count, outputs };
  });
  return withoutNamesOfRun(`${JSON.stringify(sortKeys({ ...rest, cells: normal }), undefined, 1)}\n`);
}

function isEmptied({ output_type: type, data }: z.infer<typeof output>): boolean {
  if (type !== 'display_data' || data === undefined) return false;
  return Object.values(data).every((value) => {
    const text = shownText.safeParse(value).data;
    return text?.replace(/<[^>]*>/g, '').trim() === '';
  });
}

/** The notebook as before its first run. */
export function withoutOutputs(text: string): string {
  const { cells, ...rest } = notebook.parse(JSON.parse(text));
  const empty = cells.map((cell) => {
    const metadata = withoutRun(cell.metadata);
    return cell.cell_type === 'code'
      ? { ...cell, metadata, execution_count: null, outputs: [] }
      : { ...cell, metadata };
  });
  return `${JSON.stringify(sortKeys({ ...rest, cells: empty }), undefined, 1)}\n`;
}

function withoutRun(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !METADATA_OF_ONE_RUN.has(key)));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

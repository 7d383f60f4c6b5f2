import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { UserError } from 'kernel-helpers/errors';
import { z } from 'zod';

const source = z.union([z.string(), z.array(z.string())]);
const metadata = z.looseObject({ tags: z.array(z.string()).optional() });
const codeCell = z.looseObject({
  cell_type: z.literal('code'),
  source,
  metadata,
  execution_count: z.number().nullish(),
  outputs: z.array(z.unknown()).default([]),
});
const otherCell = z.looseObject({ cell_type: z.enum(['markdown', 'raw']), source, metadata });

/** Jupyter's format: https://nbformat.readthedocs.io/en/latest/format_description.html */
const notebookSchema = z.looseObject({
  nbformat: z.literal(4),
  cells: z.array(z.discriminatedUnion('cell_type', [codeCell, otherCell])),
});

export type Notebook = z.infer<typeof notebookSchema>;
export type CodeCell = z.infer<typeof codeCell>;

/** Reads a notebook; throws a UserError that says what is wrong with the file. */
export function readNotebook(path: string): Notebook {
  try {
    return notebookSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new UserError(`${path} cannot be read as a notebook. ${reason}`, { cause });
  }
}

export function writeNotebook(path: string, notebook: Notebook): void {
  writeFileSync(path, `${JSON.stringify(notebook, undefined, 1)}\n`);
}

export function sourceOf(cell: CodeCell): string {
  return typeof cell.source === 'string' ? cell.source : cell.source.join('');
}

export function hasTag(cell: { readonly metadata: z.infer<typeof metadata> }, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) === true;
}

const PARAMETERS = 'parameters';
const INJECTED = 'injected-parameters';

/**
 * The notebook with a cell that sets parameters, after the one tagged `parameters` or at the top: papermill's
 * convention (https://papermill.readthedocs.io/en/latest/usage-parameterize.html).
 */
export function withParameters(notebook: Notebook, parameters: Readonly<Record<string, unknown>>): Notebook {
  const names = Object.keys(parameters);
  if (names.length === 0) return notebook;
  const lines = names.map((name) => `const ${name} = ${JSON.stringify(parameters[name])};`);
  const injected: CodeCell = {
    cell_type: 'code',
    id: randomUUID().slice(0, 8),
    metadata: { tags: [INJECTED] },
    execution_count: null,
    outputs: [],
    source: ['// Parameters', ...lines].join('\n'),
  };
  const cells = notebook.cells.filter((cell) => !hasTag(cell, INJECTED));
  const position = cells.findIndex((cell) => hasTag(cell, PARAMETERS)) + 1;
  return { ...notebook, cells: cells.toSpliced(position, 0, injected) };
}

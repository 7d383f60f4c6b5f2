import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { messageOf, PlatformError, UserError } from 'kernel-helpers/errors';
import { z } from 'zod';
import { wellFormedJson } from '../protocol/well-formed-json';

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
  metadata: z
    .looseObject({
      kernelspec: z.looseObject({ language: z.string().optional() }).optional(),
      language_info: z.looseObject({ name: z.string().optional() }).optional(),
    })
    .default({}),
  cells: z.array(z.discriminatedUnion('cell_type', [codeCell, otherCell])),
});

export type Notebook = z.infer<typeof notebookSchema>;
export type CodeCell = z.infer<typeof codeCell>;

/** Reads a notebook in TypeScript, from its file or from `text`; throws a UserError that says what is wrong with it. */
export function readNotebook(path: string, text?: string): Notebook {
  const notebook = parseNotebook(path, text);
  const { kernelspec, language_info: languageInfo } = notebook.metadata;
  const language = languageInfo?.name ?? kernelspec?.language ?? 'typescript';
  if (language === 'typescript') return notebook;
  throw new UserError(`${path} is written in ${language}. Only notebooks in TypeScript can be used here.`);
}

function parseNotebook(path: string, text: string | undefined): Notebook {
  try {
    return notebookSchema.parse(JSON.parse(text ?? readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new UserError(
      `${path} is not a notebook in Jupyter's format 4. Give another file, or save it again in JupyterLab.\n${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** Writes a notebook whole or not at all; throws a PlatformError where that is impossible. */
export function writeNotebook(path: string, notebook: Notebook): void {
  try {
    writeFileSync(`${path}.new`, `${wellFormedJson(JSON.stringify(notebook, undefined, 1))}\n`);
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw new PlatformError(
      `${path} cannot be written. Make its folder, or choose another place with --output. ${reasonOf(cause)}`,
      { cause },
    );
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  return messageOf(cause);
}

export function sourceOf(cell: CodeCell): string {
  return typeof cell.source === 'string' ? cell.source : cell.source.join('');
}

export function hasTag(cell: { readonly metadata: z.infer<typeof metadata> }, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) === true;
}

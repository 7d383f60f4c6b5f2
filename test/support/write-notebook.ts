import { writeFileSync } from 'node:fs';

/** A cell to write: a code cell's source, with tags where it has some, or a heading that starts with `#`. */
export type CellSource = string | { readonly source: string; readonly tags: readonly string[] };

/** Writes a notebook for this clone's kernel, as JupyterLab would save it once its kernel has started. */
export function writeNotebook(path: string, sources: readonly CellSource[]): void {
  const cells = sources.map((cell, index) => {
    const { source, ...metadata } = typeof cell === 'string' ? { source: cell } : cell;
    const common = { id: `cell-${index + 1}`, metadata, source: source.split(/(?<=\n)/) };
    if (source.startsWith('#')) return { cell_type: 'markdown', ...common };
    return { cell_type: 'code', execution_count: null, outputs: [], ...common };
  });
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const languageInfo = { name: 'typescript', file_extension: '.ts', nbconvert_exporter: 'script' };
  const metadata = { kernelspec, language_info: languageInfo };
  writeFileSync(path, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
}

import { randomUUID } from 'node:crypto';
import { nearestName } from 'kernel-helpers/nearest-name';
import { type CodeCell, hasTag, type Notebook, sourceOf } from './notebook-file';

const PARAMETERS = 'parameters';
const INJECTED = 'injected-parameters';

/**
 * The notebook with a cell that sets parameters, after the one tagged `parameters` or at the top: papermill's
 * convention (https://papermill.readthedocs.io/en/latest/usage-parameterize.html).
 */
export function withParametersCell(notebook: Notebook, source: string): Notebook {
  const injected: CodeCell = {
    cell_type: 'code',
    id: randomUUID().slice(0, 8),
    metadata: { tags: [INJECTED] },
    execution_count: null,
    outputs: [],
    source,
  };
  const cells = notebook.cells.filter((cell) => !hasTag(cell, INJECTED));
  const position = cells.findIndex((cell) => hasTag(cell, PARAMETERS)) + 1;
  return { ...notebook, cells: cells.toSpliced(position, 0, injected) };
}

/** Warnings for the person who sets these parameters: a misspelt one changes nothing, and nothing fails. */
export function warningsAbout(notebook: Notebook, names: readonly string[]): readonly string[] {
  const defaults = notebook.cells.find(
    (cell): cell is CodeCell => cell.cell_type === 'code' && hasTag(cell, PARAMETERS),
  );
  if (defaults === undefined) {
    return [`No cell is tagged '${PARAMETERS}', so the parameters are set at the top of the notebook.`];
  }
  const declared = [...sourceOf(defaults).matchAll(/\b(?:const|let|var)\s+([\p{ID_Continue}$]+)/gu)].map(
    ([, name = '']) => name,
  );
  return names
    .filter((name) => !declared.includes(name))
    .map((name) => {
      const nearest = nearestName(name, declared);
      const advice = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
      return `The cell tagged '${PARAMETERS}' has no ${name}; it is set anyway.${advice}`;
    });
}

import ts from 'typescript';

const MODULE_TAG = /^\s*\/?\*+\s*@module\s+([\w./-]+)/m;

/** The name in `@module name`, in a comment at a cell's beginning: the cell is then a file beside the notebook. */
export function moduleNameOf(code: string): string | undefined {
  if (!code.includes('@module')) return undefined;
  const comments = ts.getLeadingCommentRanges(code, 0) ?? [];
  for (const { pos, end } of comments) {
    const name = MODULE_TAG.exec(code.slice(pos, end))?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

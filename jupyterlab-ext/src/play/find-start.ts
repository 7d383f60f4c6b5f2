import type { ShownCell } from './speaker-time';

/**
 * The place of the cell from which a notebook is played: the first whose heading contains the text, in any case, or the
 * cell with that number from 1. Undefined if there is none.
 */
export function findStart(cells: readonly ShownCell[], from: string): number | undefined {
  const wanted = from.trim();
  if (/^\d+$/.test(wanted)) {
    const index = Number(wanted) - 1;
    return index >= 0 && index < cells.length ? index : undefined;
  }
  const index = cells.findIndex((cell) => headingOf(cell)?.toLowerCase().includes(wanted.toLowerCase()));
  return index === -1 ? undefined : index;
}

/** For each cell the last heading at or above it; an empty text above the first. */
export function headingsBySection(cells: readonly ShownCell[]): readonly string[] {
  let last = '';
  return cells.map((cell) => {
    last = headingOf(cell) ?? last;
    return last;
  });
}

function headingOf({ type, source }: ShownCell): string | undefined {
  return type === 'markdown' ? /^#{1,6}\s+(.+?)\s*$/m.exec(source)?.[1] : undefined;
}

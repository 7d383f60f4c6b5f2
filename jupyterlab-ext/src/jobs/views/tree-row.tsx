import type { HTMLAttributes, Ref } from 'react';

/** Where a row stands in the list, and whether the keyboard is in it. */
export interface RowPlace {
  readonly index: number;
  /** From the top of the list. */
  readonly startPx: number;
  readonly isActive: boolean;
  readonly onFocus: () => void;
  /** For a row that may be higher than one line. */
  readonly measure: Ref<HTMLDivElement>;
}

interface TreeRowProps extends HTMLAttributes<HTMLDivElement> {
  readonly place: RowPlace;
  readonly isHigher?: boolean;
}

export const ROW_HEIGHT = 24;

/** What all rows of the list have in common. Only one of them is reached by Tab; the arrow keys reach the others. */
export function TreeRow({ place, isHigher = false, className, ...own }: TreeRowProps): JSX.Element {
  return (
    <div
      {...own}
      ref={isHigher ? place.measure : undefined}
      role="treeitem"
      tabIndex={place.isActive ? 0 : -1}
      className={`tj-row ${className}`}
      data-index={place.index}
      style={{ transform: `translateY(${place.startPx}px)`, minHeight: ROW_HEIGHT }}
      onFocus={place.onFocus}
    />
  );
}

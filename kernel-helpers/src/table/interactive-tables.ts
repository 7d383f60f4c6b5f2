/** Returns what shows a table so that a person can explore it; undefined where it is better shown as it is. */
export type InteractiveTables = (table: object) => (() => void) | undefined;

let offered: InteractiveTables | undefined;

/** Lets tables show themselves interactively. What draws them lies above this room, and not every program has it. */
export function offerInteractiveTables(offer: InteractiveTables): void {
  offered = offer;
}

/** What shows the table interactively, if that is possible here. */
export function interactively(table: object): (() => void) | undefined {
  return offered?.(table);
}

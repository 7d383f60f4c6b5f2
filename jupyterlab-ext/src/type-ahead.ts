const FORGET_AFTER_MS = 800;

/** Goes to the next row whose name begins with what was just typed. */
export class TypeAhead<Row> {
  private typed = '';
  private typedAt = 0;

  /** @param nameOf the name of a row; undefined for a row that typing passes over */
  constructor(private readonly nameOf: (row: Row) => string | undefined) {}

  /** The next letter begins a new name: another key was pressed. */
  forget(): void {
    this.typed = '';
  }

  /** @returns the index to go to; undefined if no name begins so, or the key is no letter */
  type(key: string, rows: readonly Row[], active: number, now: number): number | undefined {
    if ([...key].length !== 1 || (key === ' ' && this.typed === '')) return undefined;
    if (now - this.typedAt > FORGET_AFTER_MS) this.typed = '';
    this.typedAt = now;
    this.typed += key.toLowerCase();
    // The same letter again and again goes from one name to the next.
    const isRepeated = [...this.typed].every((letter) => letter === this.typed[0]);
    const prefix = isRepeated ? this.typed.slice(0, 1) : this.typed;
    const from = isRepeated ? active + 1 : Math.max(active, 0);
    for (let step = 0; step < rows.length; step += 1) {
      const index = (from + step) % rows.length;
      const row = rows[index];
      if (row !== undefined && this.nameOf(row)?.toLowerCase().startsWith(prefix)) return index;
    }
    return undefined;
  }
}

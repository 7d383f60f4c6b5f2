import type ts from 'typescript';
import type { LivingProgram } from './living-program';
import type { NamesInForce } from './names-in-force';

/** What earlier cells have left in force, for completion. Only names that are asked for cost time. */
export class EarlierSymbols {
  private readonly cells = new Map<ts.Symbol, number>();

  constructor(
    private readonly names: NamesInForce,
    private readonly living: LivingProgram,
  ) {}

  /**
   * Names for values, or names for types: a cell may have given the one, and another cell the other.
   * @param start in small letters
   */
  beginningWith(start: string, meaning: 'value' | 'type'): readonly ts.Symbol[] {
    const found: ts.Symbol[] = [];
    for (const [name, { value, type }] of this.names.beginningWith(start)) {
      const cell = meaning === 'value' ? value?.cell : (type?.cell ?? value?.cell);
      const symbol = cell === undefined ? undefined : this.living.symbolOf(name, cell);
      if (cell === undefined || !symbol) continue;
      this.cells.set(symbol, cell);
      found.push(symbol);
    }
    return found;
  }

  has(symbol: ts.Symbol): boolean {
    return this.cells.has(symbol);
  }

  /** Call before asking for the type, which may rest on those of a thousand cells. */
  settle(symbol: ts.Symbol): void {
    const cell = this.cells.get(symbol);
    if (cell !== undefined) this.living.settle(cell);
  }
}

import { basename } from 'node:path';

/** What tslab has TypeScript call the declarations of the cell that is compiled. */
const OF_CELL = '__tslab__.d.ts';

/** tslab hands on the declarations of a cell only together with those of the cells before; here they wait alone. */
export class EmittedDeclarations {
  private text = '';

  /** Hears of every file that TypeScript writes. */
  add(fileName: string, text: string): void {
    if (basename(fileName) === OF_CELL) this.text = text;
  }

  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}

/** The one of the process, for a start-up snapshot holds a compiler that is linked to it already. */
export const emittedDeclarations = new EmittedDeclarations();

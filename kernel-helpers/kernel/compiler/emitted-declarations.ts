import { basename } from 'node:path';

/** The file name that tslab gives to the declarations of the cell that is compiled. */
const OF_CELL = '__tslab__.d.ts';

/** Keeps the declarations of one cell, because tslab gives them only together with those of the cells before. */
export class EmittedDeclarations {
  private text = '';

  /** Called for every file that TypeScript writes. */
  add(fileName: string, text: string): void {
    if (basename(fileName) === OF_CELL) this.text = text;
  }

  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}

/** The only one of the process, because the compiler in a start-up snapshot is already linked to it. */
export const emittedDeclarations = new EmittedDeclarations();

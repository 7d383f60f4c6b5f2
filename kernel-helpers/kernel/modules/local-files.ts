import { readFileSync, statSync } from 'node:fs';

interface CellModuleFile {
  readonly text: string;
  readonly version: number;
}

/** The files that a notebook may import: those on disk, and cells that call themselves a module. */
export class LocalFiles {
  private readonly ofCells = new Map<string, CellModuleFile>();
  private count = 0;

  /** A cell that begins with `@module name` stands for a file beside the notebook. */
  put(file: string, text: string): void {
    this.count += 1;
    this.ofCells.set(file, { text, version: this.count });
  }

  has(file: string): boolean {
    return this.ofCells.has(file) || statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  }

  /** Undefined for a file that is on disk only. */
  textOfCell(file: string): string | undefined {
    return this.ofCells.get(file)?.text;
  }

  read(file: string): string {
    return this.ofCells.get(file)?.text ?? readFileSync(file, 'utf8');
  }

  /** Grows when the file changes; undefined when there is no such file. */
  version(file: string): number | undefined {
    return this.ofCells.get(file)?.version ?? statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  }
}

import { readFileSync, statSync } from 'node:fs';

interface CellModuleFile {
  readonly text: string;
  readonly version: string;
}

/** The files that a notebook may import: those on disk, and cells that call themselves a module. */
export class LocalFiles {
  private readonly ofCells = new Map<string, CellModuleFile>();
  private count = 0;

  /** A cell that begins with `@module name` stands for a file beside the notebook. */
  put(file: string, text: string): void {
    this.count += 1;
    this.ofCells.set(file, { text, version: `cell ${this.count}` });
  }

  /** Undefined for a file that is on disk only. */
  textOfCell(file: string): string | undefined {
    return this.ofCells.get(file)?.text;
  }

  read(file: string): string {
    return this.ofCells.get(file)?.text ?? withoutByteOrderMark(readFileSync(file, 'utf8'));
  }

  /** Another text when the file has changed; undefined when there is no such file. */
  version(file: string): string | undefined {
    return this.ofCells.get(file)?.version ?? versionOnDisk(file);
  }
}

/** Two edits within one tick of the file system's clock have one time, so the size counts too. */
export function versionOnDisk(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? `${found.mtimeMs} ${found.size} ${found.ino}` : undefined;
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

import ts from 'typescript';
import { isDeclaration, isOfUser } from '../modules/file-kinds';
import type { LocalFiles } from '../modules/local-files';
import { type FileVersion, isUnchanged, versionOf } from './file-version';
import { isParsedWithoutDocumentation, WITHOUT_DOCUMENTATION } from './late-documentation';

interface ReadFile {
  readonly file: ts.SourceFile | undefined;
  /** Undefined for files of packages. They do not change while a kernel runs. */
  readonly version: string | undefined;
  readonly onDisk: FileVersion | undefined;
}

/** The files behind imports, each read and parsed once; those outside of packages again when they were edited. */
export class SourceFiles {
  private readonly byName = new Map<string, ReadFile>();

  constructor(private readonly local: LocalFiles) {}

  has(name: string): boolean {
    return this.local.textOfCell(name) !== undefined || ts.sys.fileExists(name);
  }

  read(name: string): string | undefined {
    return this.local.textOfCell(name) ?? ts.sys.readFile(name);
  }

  readonly get: ts.CompilerHost['getSourceFile'] = (name, how) => {
    const known = this.byName.get(name);
    const version = isOfUser(name) ? this.local.version(name) : undefined;
    if (known && known.version === version) return known.file;
    const text = this.read(name);
    const options = typeof how === 'object' ? howToParse(name, how) : how;
    const file = text === undefined ? undefined : ts.createSourceFile(name, text, options);
    if (file) markModule(file);
    this.byName.set(name, { file, version, onDisk: versionOf(name) });
    return file;
  };

  /** Forgets the files that have changed since they were read, those of packages too; true when there were some. */
  forgetChanged(): boolean {
    const changed = [...this.byName].filter(([name, { onDisk }]) => onDisk && !isUnchanged(name, onDisk));
    for (const [name] of changed) this.byName.delete(name);
    return changed.length > 0;
  }

  /** True when a file of the user's was edited after it was read. */
  hasEdits(): boolean {
    for (const [name, { version }] of this.byName) {
      if (version !== undefined && this.local.version(name) !== version) return true;
    }
    return false;
  }
}

/** A TypeScript file whose ending does not say whether it is a module: like Node.js, take it as one. */
function isFree(name: string): boolean {
  return isOfUser(name) && /\.tsx?$/.test(name) && !isDeclaration(name);
}

function howToParse(name: string, how: ts.CreateSourceFileOptions): ts.CreateSourceFileOptions {
  if (isParsedWithoutDocumentation(name)) return { ...how, jsDocParsingMode: WITHOUT_DOCUMENTATION };
  return isFree(name) ? { ...how, impliedNodeFormat: ts.ModuleKind.ESNext } : how;
}

/** Node.js takes a `.js` file for a module when it is written as one. */
function markModule(file: ts.SourceFile & { externalModuleIndicator?: unknown }): void {
  const isModule = file.externalModuleIndicator !== undefined && /\.jsx?$/.test(file.fileName);
  if (isModule && isOfUser(file.fileName)) file.impliedNodeFormat = ts.ModuleKind.ESNext;
}

import { dirname } from 'node:path';
import ts from 'typescript';
import { versionOnDisk } from './local-files';

/** What the nearest `tsconfig.json` of a file says, with what it extends. */
export interface ProjectSettings {
  readonly options: ts.CompilerOptions;
  /** The file cannot be read, or what it extends is not there. */
  readonly problems: readonly ts.Diagnostic[];
}

interface ReadSettings extends ProjectSettings {
  /** The version of each file that was read. */
  readonly versions: ReadonlyMap<string, string | undefined>;
}

const NONE: ProjectSettings = { options: {}, problems: [] };

/** A file that is extended is not there, or extends itself. Other remarks are about files that nobody compiles here. */
const MISSING_OR_CIRCULAR: ReadonlySet<number> = new Set([6053, 18000]);

/** Reads the settings of projects, each once until one of its files changes. */
export class ProjectSettingsReader {
  private readonly byFile = new Map<string, ReadSettings>();

  /** The settings for a file, whether it exists or not. */
  of(file: string): ProjectSettings {
    const name = ts.findConfigFile(dirname(file), ts.sys.fileExists);
    if (name === undefined) return NONE;
    const known = this.byFile.get(name);
    if (known && isCurrent(known)) return known;
    const read = readSettings(name);
    this.byFile.set(name, read);
    return read;
  }

  /** True when settings that were asked for have changed since they were read. */
  hasEdits(): boolean {
    return [...this.byFile.values()].some((read) => !isCurrent(read));
  }
}

function isCurrent({ versions }: ReadSettings): boolean {
  return [...versions].every(([file, version]) => versionOnDisk(file) === version);
}

function readSettings(name: string): ReadSettings {
  const source = ts.readJsonConfigFile(name, ts.sys.readFile);
  // Nobody needs the list of the project's files.
  const host: ts.ParseConfigHost = { ...ts.sys, readDirectory: () => [] };
  const { options, errors } = ts.parseJsonSourceFileConfigFileContent(source, host, dirname(name), undefined, name);
  const files = [name, ...(source.extendedSourceFiles ?? [])];
  return {
    options,
    problems: [...parseProblems(source), ...errors.filter(({ code }) => MISSING_OR_CIRCULAR.has(code))],
    versions: new Map(files.map((file) => [file, versionOnDisk(file)])),
  };
}

/** What TypeScript has and its types do not declare. */
function parseProblems(source: ts.TsConfigSourceFile): readonly ts.Diagnostic[] {
  return (source as { readonly parseDiagnostics?: readonly ts.Diagnostic[] }).parseDiagnostics ?? [];
}

import ts from 'typescript';
import { isOfUser } from '../modules/file-kinds';
import type { LocalFiles } from '../modules/local-files';
import { SourceFiles } from './source-files';

export interface ProjectOpinionOptions {
  /** How this notebook checks. */
  readonly options: ts.CompilerOptions;
  /** Those of the file's project. */
  readonly settings: ts.CompilerOptions;
  readonly host: ts.CompilerHost;
  readonly local: LocalFiles;
}

/**
 * What TypeScript finds in a file under the settings of the file's project. All files behind a notebook share one
 * checker with one group of settings, and some code is only right under others: strict null checks narrow more,
 * decorators of the old kind have other types, JSX has another factory.
 */
export function problemsInProject(
  name: string,
  { options, settings, host, local }: ProjectOpinionOptions,
): readonly ts.Diagnostic[] {
  // A file knows the symbols that one checker gave to it, so the user's files are read again.
  const own = new SourceFiles(local);
  const program = ts.createProgram({
    rootNames: [name],
    options: { ...options, ...settings, ...forThisKernel(options) },
    host: {
      ...host,
      getSourceFile: (file, how) => (isOfUser(file) ? own.get(file, how) : host.getSourceFile(file, how)),
    },
  });
  const file = program.getSourceFile(name);
  return file ? [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)] : [];
}

/** Files are found, and become JavaScript, in one way for all. */
function forThisKernel({ module, moduleResolution, moduleDetection }: ts.CompilerOptions): ts.CompilerOptions {
  return {
    ...(module !== undefined && { module }),
    ...(moduleResolution !== undefined && { moduleResolution }),
    ...(moduleDetection !== undefined && { moduleDetection }),
    allowImportingTsExtensions: true,
    allowJs: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true,
    composite: false,
    incremental: false,
  };
}

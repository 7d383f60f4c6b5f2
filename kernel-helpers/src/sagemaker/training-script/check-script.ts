import { dirname, join, relative } from 'node:path';
import type * as TypeScript from 'typescript';
import { alsoAmongOwn, OWN_FILE } from '../../own-packages';
import { containerDirectory } from '../container-package';
import { cachingHost } from './declaration-cache';

/**
 * Type-checks a training script as it will run, against the API of the training image.
 * Returns one line for each problem, `train.ts:4:11: …`; an empty list if there is none.
 */
export function checkScript(scriptPath: string): string[] {
  const ts = require('typescript') as typeof TypeScript;
  const folder = dirname(scriptPath);
  const { options, errors } = readCompilerOptions(ts, folder);
  const host = cachingHost(ts, options);
  findOwnPackages(ts, host, options);
  const program = ts.createProgram([scriptPath], options, host);
  const diagnostics = [...errors, ...ts.getPreEmitDiagnostics(program)];
  const problems = diagnostics.map((diagnostic) => describe(ts, diagnostic, folder));
  if (problems.length > 0) return problems;
  return exportsTraining(program, scriptPath)
    ? []
    : [
        `${relative(folder, scriptPath)}:1:1: the default export is not a training. Write export default defineTraining(async (training) => { … }).`,
      ];
}

/** The options of the script's own tsconfig.json, if there is one, and always the image's types. */
function readCompilerOptions(
  ts: typeof TypeScript,
  folder: string,
): { options: TypeScript.CompilerOptions; errors: readonly TypeScript.Diagnostic[] } {
  const configPath = join(folder, 'tsconfig.json');
  const config = ts.sys.fileExists(configPath) ? ts.readConfigFile(configPath, ts.sys.readFile) : { config: {} };
  const parsed = ts.parseJsonConfigFileContent(config.config ?? {}, ts.sys, folder);
  return {
    options: {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      // The browser's types are left out: a script runs in Node, and reading them takes long.
      lib: ['lib.es2023.d.ts'],
      skipLibCheck: true,
      ...nodeTypes(folder),
      ...parsed.options,
      module: ts.ModuleKind.Node20,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      noEmit: true,
      // On a host, `container` is always the image's, also where a folder above the script has a package of that name.
      paths: { ...parsed.options.paths, container: [join(containerDirectory(), 'dist/index.d.ts')] },
    },
    errors: config.error === undefined ? [] : [config.error],
  };
}

/** A script may lie in any folder, as notebooks may. */
function findOwnPackages(
  ts: typeof TypeScript,
  host: TypeScript.CompilerHost,
  options: TypeScript.CompilerOptions,
): void {
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  host.resolveModuleNameLiterals = (literals, importingFile, redirected, _options, sourceFile) =>
    literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(sourceFile, literal, options);
      return alsoAmongOwn(literal.text, importingFile, (file) =>
        ts.resolveModuleName(literal.text, file, options, host, cache, redirected, mode),
      );
    });
}

/** Node's types: those of the script's folder or a folder above it, otherwise those of these packages. */
function nodeTypes(folder: string): TypeScript.CompilerOptions {
  const manifest = require.resolve('@types/node/package.json', { paths: [folder, dirname(OWN_FILE)] });
  return { typeRoots: [dirname(dirname(manifest))], types: ['node'] };
}

function describe(ts: typeof TypeScript, diagnostic: TypeScript.Diagnostic, folder: string): string {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ');
  if (diagnostic.file === undefined || diagnostic.start === undefined) return message;
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return `${relative(folder, diagnostic.file.fileName)}:${line + 1}:${character + 1}: ${message}`;
}

/** What `defineTraining` returns has a `run`; anything else would fail on every host of the job. */
function exportsTraining(program: TypeScript.Program, scriptPath: string): boolean {
  const source = program.getSourceFile(scriptPath);
  const checker = program.getTypeChecker();
  const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  const standard = exported.find((candidate) => candidate.escapedName === 'default');
  return standard !== undefined && checker.getTypeOfSymbol(standard).getProperty('run') !== undefined;
}

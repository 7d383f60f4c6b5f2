import { isBuiltin } from 'node:module';
import { join, relative, sep } from 'node:path';
import { ownPackageOf } from 'kernel-helpers/own-packages';
import ts from 'typescript';
import type { LocalModules } from '../modules/local-modules';
import { findPackageFile } from '../modules/package-files';

interface ImportedName {
  readonly local: string;
  /** `default`, or `*` for the module itself. */
  readonly from: string;
  readonly isType: boolean;
}

export interface ScriptImportsOptions {
  /** The folder of the notebook. */
  readonly folder: string;
  readonly local: LocalModules;
  /** The imported names that the code uses as values. */
  readonly values: ReadonlySet<string>;
  readonly repeated: ReadonlySet<string>;
}

/** Writes imports as Node.js reads them in a script: types apart, files with their endings, no name twice. */
export class ScriptImports {
  private readonly written = new Set<string>();

  constructor(private readonly options: ScriptImportsOptions) {}

  /** The statements in place of an import; empty when earlier imports have all its names. */
  textOf(statement: ts.ImportDeclaration): string {
    const { importClause, moduleSpecifier, attributes } = statement;
    if (!ts.isStringLiteral(moduleSpecifier)) return statement.getText();
    const specifier = this.specifierOf(moduleSpecifier.text);
    const names = importClause ? this.namesOf(importClause) : [];
    const isJson = specifier.endsWith('.json');
    const ending = `${quote(specifier)}${attributes ? ` ${attributes.getText()}` : isJson ? " with { type: 'json' }" : ''};`;
    if (names.length === 0) return importClause?.namedBindings ? `import {} from ${ending}` : `import ${ending}`;
    const fresh = names.filter(({ local, from, isType }) => this.isFresh(`${local} ${from} ${specifier} ${isType}`));
    const types = fresh.filter(({ isType }) => isType);
    const values = fresh.filter(({ isType }) => !isType);
    return [...this.valueImports(values, specifier, ending), ...typeImports(types, ending)].join('\n');
  }

  /** A relative path with the ending of the file that it means. */
  specifierOf(specifier: string): string {
    if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return specifier;
    const file = this.options.local.fileOf(specifier, join(this.options.folder, 'notebook.mts'));
    if (file === undefined) return specifier;
    const path = relative(this.options.folder, file).split(sep).join('/');
    return path.startsWith('.') ? path : `./${path}`;
  }

  private isFresh(key: string): boolean {
    const isFresh = !this.written.has(key);
    this.written.add(key);
    return isFresh;
  }

  private namesOf({ name, namedBindings, isTypeOnly }: ts.ImportClause): readonly ImportedName[] {
    const { values, repeated } = this.options;
    const isType = (local: string): boolean => isTypeOnly || !(values.has(local) || repeated.has(local));
    const usual = name ? [{ local: name.text, from: 'default', isType: isType(name.text) }] : [];
    if (!namedBindings) return usual;
    if (ts.isNamespaceImport(namedBindings)) {
      const { text } = namedBindings.name;
      return [...usual, { local: text, from: '*', isType: isType(text) }];
    }
    const named = namedBindings.elements.map(({ name: { text }, propertyName, isTypeOnly: isOnlyType }) => {
      return { local: text, from: propertyName?.text ?? text, isType: isOnlyType || isType(text) };
    });
    return [...usual, ...named];
  }

  private valueImports(names: readonly ImportedName[], specifier: string, ending: string): readonly string[] {
    if (names.length === 0) return [];
    const { repeated, folder } = this.options;
    const bound = names.map(({ local, from }) => [from, repeated.has(local) ? `imported_${local}` : local] as const);
    const assigned = names
      .filter(({ local }) => repeated.has(local))
      .map(({ local }) => `${local} = imported_${local};`);
    const isWhole = ([from]: readonly [string, string]): boolean => from === 'default' || from === '*';
    if (isCommonJs(specifier, folder) && !bound.every(([from]) => from === 'default')) {
      // Node.js finds few names of a CommonJS package; its default import has them all.
      const [[, whole] = ['', `${specifier.replace(/\W+(.)?/g, (_all, next = '') => next.toUpperCase())}Module`]] =
        bound.filter(isWhole);
      const others = bound
        .filter(isWhole)
        .slice(1)
        .map(([, local]) => `const ${local} = ${whole};`);
      const named = bound
        .filter((one) => !isWhole(one))
        .map(([from, local]) => (from === local ? local : `${from}: ${local}`));
      const destructured = named.length > 0 ? [`const { ${named.join(', ')} } = ${whole};`] : [];
      return [`import ${whole} from ${ending}`, ...others, ...destructured, ...assigned];
    }
    const whole = bound.filter(isWhole).map(([from, local]) => (from === '*' ? `* as ${local}` : local));
    const named = bound
      .filter((one) => !isWhole(one))
      .map(([from, local]) => (from === local ? local : `${from} as ${local}`));
    const clauses = [...whole, ...(named.length > 0 ? [`{ ${named.join(', ')} }`] : [])];
    return [`import ${clauses.join(', ')} from ${ending}`, ...assigned];
  }
}

function typeImports(names: readonly ImportedName[], ending: string): readonly string[] {
  const named = names
    .filter(({ from }) => from !== '*')
    .map(({ local, from }) => (from === local ? local : `${from} as ${local}`));
  const whole = names.filter(({ from }) => from === '*').map(({ local }) => `import type * as ${local} from ${ending}`);
  return [...whole, ...(named.length > 0 ? [`import type { ${named.join(', ')} } from ${ending}`] : [])];
}

/** The imported names that the code uses as values: TypeScript keeps no other when it compiles. */
export function importedValues(code: string): ReadonlySet<string> {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  const kept = ts.createSourceFile('kept.js', outputText, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  return new Set(
    kept.statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement)) return [];
      const { name, namedBindings } = statement.importClause ?? {};
      const named = namedBindings && (ts.isNamespaceImport(namedBindings) ? [namedBindings] : namedBindings.elements);
      return [...(name ? [name.text] : []), ...(named ?? []).map((one) => one.name.text)];
    }),
  );
}

/** False also for this project's own packages, of which Node.js finds every name. */
function isCommonJs(specifier: string, folder: string): boolean {
  if (isBuiltin(specifier) || specifier.startsWith('.') || ownPackageOf(specifier) !== undefined) return false;
  const found = findPackageFile(specifier, join(folder, 'notebook.ts'), 'require');
  return found !== undefined && found.format === undefined;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

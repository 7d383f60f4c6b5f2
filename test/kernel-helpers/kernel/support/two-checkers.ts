import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { isCellFile, parseModule } from '../../../../kernel-helpers/kernel/language/cell-file';
import { cellOptions } from '../../../../kernel-helpers/kernel/language/cell-options';
import { LivingProgram } from '../../../../kernel-helpers/kernel/language/living-program';
import { NamesInForce } from '../../../../kernel-helpers/kernel/language/names-in-force';
import { narrowedIn } from '../../../../kernel-helpers/kernel/language/narrowed-constants';
import { type ReadCell, readCell } from '../../../../kernel-helpers/kernel/language/read-cell';
import { LocalFiles } from '../../../../kernel-helpers/kernel/modules/local-files';

/** What a checker finds in one cell: its problems, and the types of the names that it declares. */
export interface Findings {
  readonly code: string;
  readonly problems: readonly string[];
  readonly types: readonly string[];
}

/** Checks notebooks twice: with the kernel's living program, and with a program of TypeScript's own for all cells. */
export class TwoCheckers {
  private readonly options = cellOptions();
  private readonly living: LivingProgram;
  private readonly parsed = new Map<string, ts.SourceFile | undefined>();
  private names = new NamesInForce();
  private number = 0;

  constructor(private readonly directory: string) {
    this.living = new LivingProgram(directory, this.options, new LocalFiles(), () => this.names.cells);
  }

  /**
   * The cells about which the two disagree: first what the living program finds.
   * @param renewAfter after so many cells the living program is made anew, as after a crash.
   */
  differencesIn(cells: readonly string[], renewAfter?: number): readonly (readonly [Findings, Findings | undefined])[] {
    this.names = new NamesInForce();
    const read: ReadCell[] = [];
    const living = cells.map((code, index) => {
      if (index === renewAfter) this.living.renew();
      this.number += 1;
      const cell = readCell({ directory: this.directory, number: this.number, code }, this.names);
      read.push(cell);
      this.living.add(cell);
      const findings = findingsOf(cell, cell.file, this.living.current);
      if (findings.problems.length > 0) this.living.remove(cell.number);
      else {
        this.names.commit(cell.number, cell.declared, () => true);
        this.names.narrow(cell.number, narrowedIn(cell.file, this.living.checker));
      }
      return findings;
    });
    const program = this.freshProgram(new Map(read.map(({ file }) => [file.fileName, file.text])));
    const fresh = read.map((cell) => findingsOf(cell, program.getSourceFile(cell.file.fileName), program));
    return living.flatMap((findings, index) =>
      isDeepStrictEqual(findings, fresh[index]) ? [] : [[findings, fresh[index]] as const],
    );
  }

  private freshProgram(texts: ReadonlyMap<string, string>): ts.Program {
    const { options, parsed } = this;
    const disk = ts.createCompilerHost(options);
    const host: ts.CompilerHost = {
      ...disk,
      getCurrentDirectory: () => this.directory,
      fileExists: (name) => texts.has(name) || disk.fileExists(name),
      readFile: (name) => texts.get(name) ?? disk.readFile(name),
      getSourceFile: (name, how) => {
        const text = texts.get(name);
        if (text !== undefined) return parseModule(name, text);
        if (!parsed.has(name)) parsed.set(name, disk.getSourceFile(name, how));
        return parsed.get(name);
      },
    };
    return ts.createProgram({ rootNames: [...texts.keys()], options, host });
  }
}

function findingsOf({ end, declared }: ReadCell, file: ts.SourceFile | undefined, program: ts.Program): Findings {
  if (!file || !isCellFile(file.fileName)) throw new Error('This cell is not in the program.');
  const { parseDiagnostics } = file as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  const found = parseDiagnostics.length > 0 ? parseDiagnostics : program.getSemanticDiagnostics(file);
  const problems = found.filter(({ start = 0 }) => start <= end).map(problemText);
  const types =
    problems.length > 0 ? [] : [...declared.keys()].map((name) => typeText(name, file, program.getTypeChecker()));
  return { code: file.text.slice(0, end), problems, types };
}

function problemText({ code, start, messageText }: ts.Diagnostic): string {
  return `${start}: TS${code} ${wordsOf(ts.flattenDiagnosticMessageText(messageText, ' '))}`;
}

function typeText(name: string, file: ts.SourceFile, checker: ts.TypeChecker): string {
  const { locals } = file as unknown as { readonly locals: ReadonlyMap<string, ts.Symbol> };
  const local = locals.get(ts.escapeLeadingUnderscores(name) as string);
  if (!local) throw new Error(`${name} is no name of its cell.`);
  const symbol = local.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(local) : local;
  const types = [
    ...(symbol.flags & ts.SymbolFlags.Value ? [checker.getTypeOfSymbol(symbol)] : []),
    ...(symbol.flags & ts.SymbolFlags.Type ? [checker.getDeclaredTypeOfSymbol(symbol)] : []),
  ];
  const parts = types.flatMap((type) => [
    checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation),
    ...propertiesOf(type).map((one) => `${one.name}: ${checker.typeToString(checker.getTypeOfSymbol(one))}`),
  ]);
  return `${name}: ${wordsOf(parts.join('; '))}`;
}

/** Those of an object; without symbols, whose names hold a number of the checker. */
function propertiesOf(type: ts.Type): readonly ts.Symbol[] {
  return type.flags & ts.TypeFlags.Object ? type.getProperties().filter(({ name }) => !name.startsWith('__@')) : [];
}

/** In any order, because TypeScript writes the parts of a union in the order in which it has met them. */
function wordsOf(text: string): string {
  return text
    .split(/[^\p{ID_Continue}$"'#]+/u)
    .sort()
    .join(' ');
}

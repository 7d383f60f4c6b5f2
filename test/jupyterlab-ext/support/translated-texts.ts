import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../support/clone';

/** For each method of a translation bundle, which arguments are texts. */
const TEXT_ARGUMENTS: Readonly<Record<string, number>> = { __: 1, gettext: 1, _n: 2, ngettext: 2 };

export interface TranslatedText {
  /** The text in English. With several forms, the catalogue's key is the singular. */
  readonly text: string;
  readonly plural?: string;
  /** `path:line`. */
  readonly place: string;
}

export interface TextsOfFile {
  readonly texts: readonly TranslatedText[];
  /** Calls whose text is not written at the call, so that no catalogue can be complete. */
  readonly unreadable: readonly string[];
}

/** The texts that a source file translates, read from its calls of a bundle named `trans`. */
export function translatedTextsOf(path: string): TextsOfFile {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: TranslatedText[] = [];
  const unreadable: string[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    const method = methodOf(node);
    const count = method === undefined ? undefined : TEXT_ARGUMENTS[method];
    if (count === undefined || !ts.isCallExpression(node)) return;
    const place = `${relative(ROOT, path)}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const [text, plural] = node.arguments.slice(0, count).map(textOf);
    if (text === undefined || (count === 2 && plural === undefined)) unreadable.push(place);
    else texts.push({ text, place, ...(plural === undefined ? {} : { plural }) });
  };
  visit(source);
  return { texts, unreadable };
}

function methodOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: of, name } = node.expression;
  const bundle = ts.isPropertyAccessExpression(of) ? of.name : of;
  return ts.isIdentifier(bundle) && bundle.text === 'trans' ? name.text : undefined;
}

function textOf(argument: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

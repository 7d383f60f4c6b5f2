import { ownPackageOf } from 'kernel-helpers/own-packages';
import ts from 'typescript';
import { isOfUser } from '../modules/file-kinds';

/** One option as help spells it out. */
export interface OptionHelp {
  /** `bins?: number` */
  readonly code: string;
  /** The first sentence of its docstring, and its default. */
  readonly text: string;
  /** The options of an option that is an object itself. */
  readonly nested: readonly OptionHelp[];
}

export interface OptionsHelp {
  /** The parameter that takes them. */
  readonly parameter: string;
  readonly options: readonly OptionHelp[];
}

/** An object with more properties than this is hardly made of options. */
const MOST_OPTIONS = 60;
const LONGEST_TYPE = 80;
const OWN_PACKAGE_FILE = /\/node_modules\/([^/]+)\//g;

/** The options that a function takes, spelt out; of each type once, however many overloads take it. */
export function optionsOf(symbol: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): readonly OptionsHelp[] {
  const type = checker.getTypeOfSymbolAtLocation(symbol, node);
  const found = new Map<ts.Type, OptionsHelp>();
  for (const { parameters } of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
    for (const parameter of parameters) {
      const taken = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, node));
      const options = optionsIn(taken, node, checker, true);
      if (options.length > 0) found.set(taken, { parameter: parameter.name, options });
    }
  }
  return [...found.values()];
}

/** The option that the property of an object literal sets, as its type declares it. */
export function optionAt(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = node;
  const isName = ts.isObjectLiteralElement(parent) && parent.name === node && ts.isIdentifier(node);
  if (!isName || !ts.isObjectLiteralExpression(parent.parent)) return undefined;
  const type = checker.getContextualType(parent.parent);
  return type && checker.getNonNullableType(type).getProperty(node.text);
}

function optionsIn(type: ts.Type, node: ts.Node, checker: ts.TypeChecker, isOuter: boolean): readonly OptionHelp[] {
  if (!isObjectOfOptions(type, node, checker)) return [];
  return type.getProperties().map((option) => {
    const optionType = checker.getTypeOfSymbolAtLocation(option, node);
    const nested = isOuter ? optionsIn(checker.getNonNullableType(optionType), node, checker, false) : [];
    const isOptional = (option.flags & ts.SymbolFlags.Optional) !== 0;
    const code = `${option.name}${isOptional ? '?' : ''}: ${typeText(optionType, isOptional, node, checker)}`;
    return { code, text: textOf(option, checker), nested };
  });
}

/** Options of a library are left to its own pages: there are too many of them, and few are documented here. */
function isObjectOfOptions(type: ts.Type, node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) || type.isClass()) return false;
  if (checker.isArrayLikeType(type) || type.getCallSignatures().length > 0) return false;
  const properties = type.getProperties();
  if (properties.length === 0 || properties.length > MOST_OPTIONS) return false;
  return properties.every((property) => {
    const [declaration] = property.declarations ?? [];
    if (!declaration || !(ts.isPropertySignature(declaration) || ts.isPropertyAssignment(declaration))) return false;
    return isOwnFile(declaration.getSourceFile().fileName) && !isRequiredFunction(property, node, checker);
  });
}

/** What has methods is a thing that works, and not a set of options. */
function isRequiredFunction(property: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): boolean {
  if (property.flags & ts.SymbolFlags.Optional) return false;
  return checker.getTypeOfSymbolAtLocation(property, node).getCallSignatures().length > 0;
}

/** Of the user, or of a package of this project. */
function isOwnFile(name: string): boolean {
  const [, inPackage] = [...name.matchAll(OWN_PACKAGE_FILE)].at(-1) ?? [];
  return isOfUser(name) || (inPackage !== undefined && ownPackageOf(inPackage) !== undefined);
}

function typeText(type: ts.Type, isOptional: boolean, node: ts.Node, checker: ts.TypeChecker): string {
  const text = checker.typeToString(isOptional ? withoutUndefined(type, checker) : type, node);
  return text.length > LONGEST_TYPE ? `${text.slice(0, LONGEST_TYPE)}…` : text;
}

function withoutUndefined(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  return type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Null)
    ? type
    : checker.getNonNullableType(type);
}

function textOf(option: ts.Symbol, checker: ts.TypeChecker): string {
  const [sentence = ''] = oneLine(option.getDocumentationComment(checker)).split(/(?<=[.!?]) (?=[A-Z`])/);
  const usual = oneLine(option.getJsDocTags(checker).find(({ name }) => name === 'default')?.text);
  return [sentence, usual && `Default: ${usual.replace(/\.$/, '')}.`].filter((part) => part !== '').join(' ');
}

function oneLine(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return ts.displayPartsToString([...(parts ?? [])]).replaceAll(/\s+/g, ' ');
}

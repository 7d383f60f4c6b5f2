import ts from 'typescript';
import { getJSDocCommentRanges, parseIsolatedJSDocComment, setParentRecursive } from './typescript-internals';

/** A node with its comments, where TypeScript keeps them. */
interface Documented extends ts.Node {
  jsDoc?: readonly ts.JSDoc[];
}

type Method = (...parameters: readonly unknown[]) => unknown;
type Methods = Readonly<Record<string, Method | undefined>>;

const OF_SYMBOL = [
  'getDocumentationComment',
  'getContextualDocumentationComment',
  'getJsDocTags',
  'getContextualJsDocTags',
] as const;
const OF_SIGNATURE = ['getDocumentationComment', 'getJsDocTags'] as const;

const READ_LATE = Symbol('reads comments late');

/** How to parse declarations of packages: their comments are a fifth of what a kernel would keep in memory. */
export const WITHOUT_DOCUMENTATION = ts.JSDocParsingMode.ParseNone;

/** Makes TypeScript parse a comment when somebody asks what it says. Calling it twice is fine. */
export function readDocumentationLate(): void {
  const { objectAllocator } = ts as typeof ts & {
    readonly objectAllocator: Readonly<
      Record<'getSymbolConstructor' | 'getSignatureConstructor', () => { prototype: object }>
    >;
  };
  wrap(objectAllocator.getSymbolConstructor().prototype, OF_SYMBOL, ({ declarations }: ts.Symbol) => declarations);
  wrap(objectAllocator.getSignatureConstructor().prototype, OF_SIGNATURE, ({ declaration }: ts.Signature) =>
    declaration && !ts.isJSDocSignature(declaration) ? [declaration] : [],
  );
}

function wrap<Asked>(
  prototype: object,
  names: readonly string[],
  declarationsOf: (asked: Asked) => readonly ts.Declaration[] | undefined,
): void {
  if (READ_LATE in prototype) return;
  Object.defineProperty(prototype, READ_LATE, { value: true });
  const methods = prototype as Methods;
  for (const name of names) {
    const original = methods[name];
    if (!original) throw new Error(`TypeScript has changed: a symbol or signature has no "${name}".`);
    const value = function (this: Asked, ...parameters: readonly unknown[]): unknown {
      for (const declaration of declarationsOf(this) ?? []) readComments(declaration);
      return Reflect.apply(original, this, parameters);
    };
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  }
}

/** TypeScript looks for the comment of a variable at its statement, so those of the nodes around it are read too. */
function readComments(declaration: ts.Declaration): void {
  const { fileName, text } = declaration.getSourceFile();
  if (!isParsedWithoutDocumentation(fileName)) return;
  for (let node: Documented = declaration; node.parent && !node.jsDoc; node = node.parent) {
    const ranges = getJSDocCommentRanges(node, text) ?? [];
    const comments = ranges.flatMap(({ pos, end }) => parseIsolatedJSDocComment(text, pos, end - pos)?.jsDoc ?? []);
    node.jsDoc = comments;
    for (const comment of comments) {
      Object.assign(comment, { parent: node });
      setParentRecursive(comment, false);
    }
  }
}

/** True for the declarations of a package. */
export function isParsedWithoutDocumentation(fileName: string): boolean {
  return fileName.includes('/node_modules/') && /\.d\.[mc]?ts$/.test(fileName);
}

import { pathToFileURL } from 'node:url';
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { errorCode } from 'kernel-helpers/error-code';
import { OWN_FILE, ownPackageOf } from 'kernel-helpers/own-packages';
import { BrokenModules } from './broken-modules';
import type { LocalModule } from './local-modules';
import type { FoundByNode } from './module-internals';

/**
 * Node.js before 22.15 runs loader hooks on a thread of their own. They ask the thread of the cells, which has the
 * compiler and the cells that are modules.
 */

type Next<Answer> = (specifier: string, context: object) => Answer | Promise<Answer>;

/** A question to the thread of the cells; it answers with the same number. */
export type HookQuestion =
  | { readonly number: number; readonly resolve: string; readonly from: string | undefined }
  | { readonly number: number; readonly load: string };

export interface HookAnswer {
  readonly number: number;
  readonly url?: string | undefined;
  readonly module?: LocalModule | undefined;
  readonly error?: unknown;
}

interface ResolveContext {
  readonly parentURL?: string;
}

interface LoadContext {
  readonly importAttributes?: { readonly type?: string };
}

const MAY_BE_OURS = /^file:.*\.(?:[mc]?tsx?|jsx|json)(?:\?.*)?$|^file:(?!.*\/node_modules\/).*\.m?js(?:\?.*)?$/;
/** A package's own files; of these only TypeScript needs the thread of the cells. */
const OF_PACKAGE = /\/node_modules\/.*(?<!\.[mc]?tsx?(?:\?.*)?)$/;

const broken = new BrokenModules();
const waiting = new Map<number, (answer: HookAnswer) => void>();
let port: MessagePort | undefined;
let count = 0;

export function initialize(data: { readonly port: MessagePort }): void {
  port = data.port;
  port.on('message', (answer: HookAnswer) => take(answer));
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) take(next.message);
}

export async function resolve(
  specifier: string,
  context: ResolveContext,
  next: Next<FoundByNode>,
): Promise<FoundByNode> {
  const { parentURL } = context;
  // While a package asks `import.meta.resolve`, the thread of the cells waits and cannot answer.
  // A project may call its files as if they were packages.
  const mayBeOurs = !specifier.startsWith('node:') && !OF_PACKAGE.test(parentURL ?? '');
  const own = mayBeOurs ? await addressHere(specifier, parentURL) : undefined;
  if (own !== undefined) return { url: own, shortCircuit: true };
  const found = await nextOrAgain(specifier, context, next);
  // A linked package may be the user's own, too.
  const mayBeLinked = mayBeOurs && ownPackageOf(specifier) === undefined && MAY_BE_OURS.test(found.url);
  const linked = mayBeLinked ? await addressHere(found.url, parentURL) : undefined;
  return linked === undefined
    ? { ...found, url: broken.addressOf(found.url, parentURL) }
    : { url: linked, shortCircuit: true };
}

async function addressHere(specifier: string, from: string | undefined): Promise<string | undefined> {
  const { url } = await ask({ number: nextNumber(), resolve: specifier, from });
  return url;
}

async function nextOrAgain(specifier: string, context: ResolveContext, next: Next<FoundByNode>): Promise<FoundByNode> {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (ownPackageOf(specifier) !== undefined && errorCode(error) === 'ERR_MODULE_NOT_FOUND') {
      return next(specifier, { ...context, parentURL: pathToFileURL(OWN_FILE).href });
    }
    // It has TypeScript in it, and few notebooks need it.
    const { lookAgain } = await import('./late-packages.js');
    return { ...lookAgain(specifier, context.parentURL, error, broken), shortCircuit: true };
  }
}

export async function load(url: string, context: LoadContext, next: Next<unknown>) {
  // Node.js loads JSON itself when the import says that it is JSON.
  const isOurs = MAY_BE_OURS.test(url) && context.importAttributes?.type !== 'json';
  const { module, error } = isOurs ? await ask({ number: nextNumber(), load: url }) : {};
  if (error !== undefined) throw error;
  return module === undefined
    ? next(url, context)
    : { format: module.format, source: module.source, shortCircuit: true };
}

function ask(question: HookQuestion): Promise<HookAnswer> {
  return new Promise((answered) => {
    waiting.set(question.number, answered);
    port?.postMessage(question);
  });
}

function take(answer: HookAnswer): void {
  waiting.get(answer.number)?.(answer);
  waiting.delete(answer.number);
}

function nextNumber(): number {
  count += 1;
  return count;
}

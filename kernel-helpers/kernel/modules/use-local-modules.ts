import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel } from 'node:worker_threads';
import { ownPackageOf } from 'kernel-helpers/own-packages';
import { BrokenModules } from './broken-modules';
import type { HookAnswer, HookQuestion } from './hooks-thread';
import { provideResolve } from './import-meta-resolve';
import { lookAgain } from './late-packages';
import type { LocalModules } from './local-modules';
import { explainMissing } from './missing-packages';
import { type FoundByNode, type ModuleInternals, moduleInternals } from './module-internals';
import { findPackageFile } from './package-files';
import { useForRequire } from './require-hooks';

/** Node.js says once that its native loader is experimental for code outside of files; that is no news for a notebook. */
const EXPERIMENTAL = 'vm.USE_MAIN_CONTEXT_DEFAULT_LOADER';

function silenceWarning(): void {
  const { emitWarning: warn } = process;
  const emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes(EXPERIMENTAL)) Reflect.apply(warn, process, [warning, ...rest]);
  };
  process.emitWarning = emitWarning;
}

/**
 * Makes `import` and `require` load the user's own files, TypeScript and JSON among them. Call once, and what it returns
 * before code that may import something.
 */
export function useLocalModules(modules: LocalModules): () => void {
  silenceWarning();
  provideResolve((importingUrl) => (specifier) => modules.addressFor(specifier, importingUrl));
  useForRequire({
    load: (file) => modules.loadRequired(file),
    findElsewhere: (specifier, from, error) => requiredAgain(specifier, from, modules, error),
  });
  if (moduleInternals.registerHooks) {
    useHere(modules, moduleInternals.registerHooks);
    return () => undefined;
  }
  // The thread takes 35 MB and 60 ms, and many notebooks import nothing for a while.
  let isStarted = false;
  return () => {
    if (!isStarted) useOnThread(modules);
    isStarted = true;
  };
}

/** Node.js remembers for ever that a package was not there when it was required first. */
function requiredAgain(specifier: string, from: string, modules: LocalModules, error: unknown): string {
  const own = modules.resolveRequired(specifier, from);
  const file = own ?? (/^[./]/.test(specifier) ? undefined : findPackageFile(specifier, from, 'require')?.file);
  if (file === undefined) throw explainMissing(error, specifier, from);
  return file;
}

function useHere(modules: LocalModules, registerHooks: NonNullable<ModuleInternals['registerHooks']>): void {
  const broken = new BrokenModules();
  registerHooks({
    resolve(specifier, context, next) {
      if (isRequired(context)) return next(specifier, context);
      const { parentURL } = context;
      const own = modules.resolve(specifier, parentURL);
      if (own !== undefined) return { url: own, shortCircuit: true };
      const found = orAgain(specifier, parentURL, broken, () => next(specifier, context));
      // A linked package may be the user's own, too.
      const linked = ownPackageOf(specifier) === undefined ? modules.resolve(found.url, parentURL) : undefined;
      return linked === undefined
        ? { ...found, url: broken.addressOf(found.url, parentURL) }
        : { url: linked, shortCircuit: true };
    },
    load(url, context, next) {
      // Node.js loads JSON itself where it can: for `require`, and when an import says that it is JSON.
      const isJson = context.importAttributes?.type === 'json' || (isRequired(context) && /\.json$/.test(url));
      const module = isJson ? undefined : modules.load(url);
      return module ? { ...module, shortCircuit: true } : next(url, context);
    },
  });
}

function orAgain(
  specifier: string,
  parentURL: string | undefined,
  broken: BrokenModules,
  find: () => FoundByNode,
): FoundByNode {
  try {
    return find();
  } catch (error) {
    return { ...lookAgain(specifier, parentURL, error, broken), shortCircuit: true };
  }
}

function isRequired({ conditions }: { readonly conditions: readonly string[] }): boolean {
  return conditions.includes('require');
}

function useOnThread(modules: LocalModules): void {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (question: HookQuestion) => port1.postMessage(answer(question, modules)));
  port1.unref();
  moduleInternals.register(pathToFileURL(join(__dirname, 'hooks-thread.js')), {
    data: { port: port2 },
    transferList: [port2],
  });
}

function answer(question: HookQuestion, modules: LocalModules): HookAnswer {
  const { number } = question;
  try {
    if ('load' in question) return { number, module: modules.load(question.load) };
    return { number, url: modules.resolve(question.resolve, question.from) };
  } catch (error) {
    return { number, error };
  }
}

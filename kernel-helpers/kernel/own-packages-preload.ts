import Module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { errorCode } from 'kernel-helpers/error-code';
import { OWN_FILE, ownPackageOf } from 'kernel-helpers/own-packages';
import { useInThread } from './modules/use-in-thread';

interface ResolveContext {
  readonly conditions: readonly string[];
  readonly parentURL?: string | undefined;
}

type ResolveHook = (
  specifier: string,
  context: ResolveContext,
  next: (specifier: string, context: ResolveContext) => unknown,
) => unknown;

/** What Node.js has and its types do not declare; `registerHooks` only since 22.15. */
interface ModuleInternals {
  _resolveFilename(specifier: string, ...rest: readonly unknown[]): string;
  registerHooks?(hooks: { readonly resolve: ResolveHook }): void;
}

/**
 * Node.js loads this file before a kernel's own entry (option `--require`), and again in every thread that a cell
 * starts. It makes `require` and `import` find the packages of this release where no folder above the file has them.
 */
function provideOwnPackages(): void {
  const internals = Module as unknown as ModuleInternals;
  const resolveFilename = internals._resolveFilename;
  const own = Module.createRequire(OWN_FILE);
  internals._resolveFilename = (specifier, ...rest) =>
    orOwn(
      specifier,
      () => resolveFilename.call(Module, specifier, ...rest),
      () => own.resolve(specifier),
    );
  internals.registerHooks?.({ resolve: resolveImport });
}

/** For `import` in ES modules; `require` comes here too, and asks the function above. */
const resolveImport: ResolveHook = (specifier, context, next) =>
  context.conditions.includes('require')
    ? next(specifier, context)
    : orOwn(
        specifier,
        () => next(specifier, context),
        () => next(specifier, { ...context, parentURL: pathToFileURL(OWN_FILE).href }),
      );

function orOwn<Found>(specifier: string, find: () => Found, findOwn: () => Found): Found {
  try {
    return find();
  } catch (error) {
    if (ownPackageOf(specifier) === undefined || !isNowhere(error)) throw error;
    return findOwn();
  }
}

/** True when no folder has the package. A package that is there and lacks its main file has a `path` in its error. */
function isNowhere(error: unknown): boolean {
  const code = errorCode(error);
  if (code === 'ERR_MODULE_NOT_FOUND') return true;
  return code === 'MODULE_NOT_FOUND' && !Object.hasOwn(Object(error), 'path');
}

/** The kernel's main thread does this itself, with its notebook's compiler. */
function provideOwnFiles(): void {
  if (isMainThread && process.argv.includes(join(__dirname, 'main.js'))) return;
  useInThread(() => {
    const { modulesWithoutChecker } =
      require('./language/modules-without-checker') as typeof import('./language/modules-without-checker');
    return modulesWithoutChecker();
  });
}

provideOwnPackages();
provideOwnFiles();

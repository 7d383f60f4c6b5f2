import { isTypeScript } from './file-kinds';
import type { LocalModules } from './local-modules';
import { type LoadedByNode, moduleInternals } from './module-internals';
import { orElse } from './or-else';
import { useForRequire } from './require-hooks';

/**
 * Makes a thread or a child program load the user's TypeScript. Most load none, so Node.js is asked first and
 * TypeScript comes when a file needs it.
 */
export function useInThread(makeModules: () => LocalModules): void {
  let made: LocalModules | undefined;
  const modules = () => {
    made ??= makeModules();
    return made;
  };
  useForRequire({
    load: (file) => modules().loadRequired(file),
    findElsewhere: (specifier, from) => modules().resolveRequired(specifier, from),
  });
  moduleInternals.registerHooks?.({
    resolve: (specifier, context, next) =>
      orElse<LoadedByNode>(
        () => next(specifier, context),
        () => {
          const isRequired = context.conditions.includes('require');
          const url = isRequired ? undefined : modules().resolve(specifier, context.parentURL);
          return url === undefined ? undefined : { url, shortCircuit: true };
        },
      ),
    load(url, context, next) {
      const module = url.startsWith('file:') && isTypeScript(new URL(url).pathname) ? modules().load(url) : undefined;
      return module ? { ...module, shortCircuit: true } : next(url, context);
    },
  });
}

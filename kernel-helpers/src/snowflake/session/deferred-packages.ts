import { createRequire, Module } from 'node:module';

/**
 * Makes packages of a program load when it first uses them, and not when it is loaded. Only for a package whose parts the
 * program reads one by one, as `azure.BlobServiceClient`. Without effect in a bundle, which has no packages.
 * @param program the name of the program's package, which is not loaded yet.
 */
export function deferPackages(program: string, names: readonly string[]): void {
  const own = resolveOrNothing(require, program);
  if (own === undefined) return;
  const requireThere = createRequire(own);
  for (const name of names) {
    const path = resolveOrNothing(requireThere, name);
    if (path === undefined || requireThere.cache[path] !== undefined) continue;
    const deferred = new Module(path);
    deferred.loaded = true;
    let loaded: Readonly<Record<PropertyKey, unknown>> | undefined;
    deferred.exports = new Proxy(
      {},
      {
        get: (_target, key) => {
          if (loaded === undefined) {
            if (requireThere.cache[path] === deferred) delete requireThere.cache[path];
            loaded = requireThere(name) as Readonly<Record<PropertyKey, unknown>>;
          }
          return loaded[key];
        },
      },
    );
    requireThere.cache[path] = deferred;
  }
}

function resolveOrNothing({ resolve }: NodeJS.Require, name: string): string | undefined {
  try {
    return resolve(name);
  } catch {
    return undefined;
  }
}

type Names = Readonly<Record<string, unknown>>;

/**
 * What `import * as all` binds. Of many CommonJS packages Node.js sees only the default export, and TypeScript knows
 * all names; so the names that are missing are added.
 */
export function wholeNamespace(module: Names): Names {
  const exported = module.default;
  if (exported === null || (typeof exported !== 'object' && typeof exported !== 'function')) return module;
  const missing = Object.keys(exported).filter((name) => !(name in module));
  if (missing.length === 0 || !isOfCommonJs(module, exported)) return module;
  const getter = (holder: object) => (name: string) =>
    [name, { get: () => Reflect.get(holder, name), enumerable: true }] as const;
  return Object.create(
    null,
    Object.fromEntries([...Object.keys(module).map(getter(module)), ...missing.map(getter(exported))]),
  );
}

/** Newer versions of Node.js say so in the module itself. */
function isOfCommonJs(module: Names, exported: object): boolean {
  return 'module.exports' in module || Object.values(require.cache).some((loaded) => loaded?.exports === exported);
}

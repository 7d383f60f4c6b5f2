/** What this Node.js looks for in the `exports` of a package, besides what TypeScript looks for by itself. */
export function conditionsOfThisNode(): string[] {
  const features: { readonly require_module?: boolean } = process.features;
  return features.require_module === true ? ['module-sync'] : [];
}

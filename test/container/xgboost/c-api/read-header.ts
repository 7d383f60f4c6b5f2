/** What a C call has to agree on with its function: the type of the result, then the type of each parameter. */
export type Signature = readonly string[];

/** XGBoost's names for plain types of C, and `size_t`, which has 64 bits on every platform of the image. */
const PLAIN_TYPES: Readonly<Record<string, string>> = {
  DMatrixHandle: 'void *',
  BoosterHandle: 'void *',
  TrackerHandle: 'void *',
  CategoriesHandle: 'void *',
  DataIterHandle: 'void *',
  bst_ulong: 'uint64_t',
  size_t: 'uint64_t',
  unsigned: 'uint32_t',
};

/** Every function that a header of XGBoost declares, by name. */
export function readHeader(text: string): Readonly<Record<string, Signature>> {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*|^#.*/gm, '');
  const declarations = code.matchAll(/XGB_DLL\s([\w\s*]+?)\b(XG\w+)\s*\(((?:[^()]|\([^()]*\))*)\)\s*;/g);
  return Object.fromEntries(
    Array.from(declarations, ([, returns, name, list]) => [name, [plainType(returns), ...splitList(list).map(typeOf)]]),
  );
}

function splitList(list: string): string[] {
  return list.split(/,(?![^()]*\))/).filter((parameter) => !/^\s*(void)?\s*$/.test(parameter));
}

/** The type of a parameter: `char const **out`, `DMatrixHandle dmats[]`, `void (*callback)(const char *)`. */
function typeOf(parameter: string): string {
  if (parameter.includes('(')) return 'void *';
  const [, type, brackets] = /^([\w\s*]*?[\s*])\w+\s*((?:\[\])?)\s*$/.exec(parameter) ?? [];
  if (type === undefined) throw new Error(`This is not a parameter: ${parameter}`);
  return plainType(brackets === '' ? type : `${type}*`);
}

/** Without `const`, which changes nothing of how a value is passed. */
function plainType(type: string): string {
  const words = type.replace(/\bconst\b/g, ' ');
  const base = words.replace(/\*/g, ' ').trim().replace(/\s+/g, ' ');
  // Functions are passed as pointers.
  const plain = /Callback|Next$/.test(base) ? 'void' : (PLAIN_TYPES[base] ?? base);
  const stars = words.replace(/[^*]/g, '');
  return plain.endsWith('*') ? `${plain}${stars}` : `${plain} ${stars}`.trim();
}

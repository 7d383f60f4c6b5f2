/** How a cell calls a table: by words of its name, whatever characters that has. */
export interface TableNames {
  /** `CaliforniaHousing` for `california_housing`: the type of its rows. */
  readonly type: string;
  /** `californiaHousing`: the variable that holds them. */
  readonly variable: string;
}

/** Names that an inserted cell imports or declares itself, and those that every module of Node.js has. */
const TAKEN = [
  'connect',
  'identifier',
  'snowflake',
  'CalendarDate',
  'Decimal',
  'Timestamp',
  'require',
  'module',
  'exports',
] as const;
/** Words of JavaScript that are no names, and of TypeScript that are types. */
const WORDS =
  'any arguments as async await bigint boolean break case catch class const continue debugger declare default delete do else enum eval export extends false finally for function if implements import in instanceof interface let never new null number object of package private protected public return static string super switch symbol this throw true try type typeof undefined unknown using var void while with yield';
/** Types of TypeScript's library that are no values, so `globalThis` does not have them. */
const LIBRARY_TYPES =
  'Awaited Capitalize Disposable Exclude Extract Generator Iterable Lowercase Omit Parameters Partial Pick Readonly Record Required Uncapitalize Uppercase';

const notFree: ReadonlySet<string> = new Set([...TAKEN, ...WORDS.split(' '), ...LIBRARY_TYPES.split(' ')]);

/** Names that a cell may declare beside what it imports, and that hide nothing of the language in later cells. */
export function tableNames(table: string): TableNames {
  const words = table.match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('');
  const type = /^\p{L}/u.test(joined) ? joined : `Table${joined}`;
  const variable = type.charAt(0).toLowerCase() + type.slice(1);
  return { type: isFree(type) ? type : `${type}Row`, variable: isFree(variable) ? variable : `${variable}Table` };
}

function isFree(name: string): boolean {
  return !notFree.has(name) && !(name in globalThis);
}

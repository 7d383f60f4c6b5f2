/** The text of whatever was thrown; native errors of DuckDB need not be instances of this realm's Error. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

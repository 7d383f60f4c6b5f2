/** Node's code of an error, such as `ENOENT`, from whichever realm the error comes: kernels and tests run code in several. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Node's code of an error, such as `ENOENT`. The error may be of any realm: kernels and tests use several. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

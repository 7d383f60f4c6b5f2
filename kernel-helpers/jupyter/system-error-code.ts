/** Node's name for what the system refused, such as `ENOENT`; nothing for any other error. */
export function systemErrorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

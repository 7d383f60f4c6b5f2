/** An error of Docker's Registry HTTP API V2 (https://distribution.github.io/distribution/spec/api/#errors-2). */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

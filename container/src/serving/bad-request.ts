/** A request that cannot be answered, with the HTTP status of the answer. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';

  constructor(
    message: string,
    readonly status: 400 | 406 | 413 | 415 = 400,
  ) {
    super(message);
  }
}

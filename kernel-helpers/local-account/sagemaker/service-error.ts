/** An error in the form that AWS's clients understand: a type they know by name, and a message for people. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    /** Empty if AWS gives no type: limits that AWS checks in front of its services have a status and a message only. */
    readonly type: string,
    message: string,
    /** HTTP status: 400 unless the protocol says otherwise. */
    readonly status = 400,
    /** Further members of the answer's body. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An error of the type that SageMaker uses for a request that asks for something impossible. */
export function validationError(message: string, options?: ErrorOptions): ServiceError {
  return new ServiceError('ValidationException', message, 400, {}, options);
}

/** An error for a request that asks for something that SageMaker offers and this machine does not. */
export function notOffered(what: string, advice: string): ServiceError {
  return validationError(`The local account does not offer ${what}. ${advice}`);
}

/** An error in the form that AWS's clients understand: a type they know by name, and a message for people. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    /** Empty where AWS names none: a limit of the front of its services has only a status and a sentence. */
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

/** The request asks for something that cannot be: SageMaker's own type for it. */
export function validationError(message: string, options?: ErrorOptions): ServiceError {
  return new ServiceError('ValidationException', message, 400, {}, options);
}

/** The request asks for something that SageMaker has and this machine has not. */
export function notOffered(what: string, advice: string): ServiceError {
  return validationError(`The local account does not offer ${what}. ${advice}`);
}

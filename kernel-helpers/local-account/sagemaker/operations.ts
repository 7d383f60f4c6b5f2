import type { OperationName } from './operation-names';

type Input = Readonly<Record<string, unknown>>;

/** One operation: it takes an input that was checked against the service's limits, and answers. Throws ServiceError. */
export type Operation = (input: Input) => Input | Promise<Input>;

export type Operations = Readonly<Record<OperationName, Operation>>;

import type { OperationName } from './operation-names';

type Input = Readonly<Record<string, unknown>>;

/** One operation: an input that keeps the service's limits, to an answer. Throws ServiceError. */
export type Operation = (input: Input) => Input | Promise<Input>;

export type Operations = Readonly<Record<OperationName, Operation>>;

import { InternalError, PlatformError, UserError } from 'kernel-helpers/errors';
import { type Out, xgboost } from './bindings';

/** What the messages of XGBoost's collective have in common (its `src/collective/*.cc`). */
const COLLECTIVE_FAILURE = /collective|allreduce|allgather|broadcast|rabit|socket|tracker|communication group|poll/i;

/** On a GPU (v3.2.0, `ThrowOOMError` in `src/common/device_vector.cu`), and where C++ finds no memory of the host. */
const OUT_OF_MEMORY = /^Memory allocation error|bad_alloc|cudaErrorMemoryAllocation/;

/**
 * Checks the status of a C call.
 * @param doing what was tried, to put after "XGBoost failed": `in round 12`, `while loading the model file`
 * @throws PlatformError where the connection between hosts broke, otherwise UserError with XGBoost's own words.
 */
export function check(status: number, doing: string): void {
  if (status !== 0) throw failure(withoutStackTrace(xgboost().XGBGetLastError()), doing);
}

/** @param reason XGBoost's own words, without where in its sources they were said */
export function failure(reason: string, doing: string): PlatformError | UserError {
  const facts = { xgboost: reason };
  if (COLLECTIVE_FAILURE.test(reason)) {
    return new PlatformError(
      `Another host of the job is gone: the connection broke ${doing}. The log of the host that ended first says why; start the job again after that. (XGBoost: ${lastLine(reason)})`,
      { facts },
    );
  }
  if (OUT_OF_MEMORY.test(reason)) {
    return new UserError(
      `XGBoost found too little memory ${doing}. Use a machine with more of it; on a GPU it is the GPU's own memory, and the hyperparameter device 'cpu' uses the host's. (XGBoost: ${reason.split('\n', 1)[0]})`,
      { facts },
    );
  }
  return new UserError(
    `XGBoost failed ${doing}: ${reason}. Check the hyperparameters and the values of the target column.`,
    { facts },
  );
}

/** The value that a C call wrote. */
export function written<Value>(out: Out<Value>): Value {
  if (out[0] === null) throw new InternalError('XGBoost reported success and wrote no result.');
  return out[0];
}

/** XGBoost's message is `[12:00:00] /path/file.cc:12: text`, and a C++ stack below it. */
function withoutStackTrace(message: string): string {
  return message
    .replace(/\nStack trace:[\s\S]*$/, '')
    .replace(/\[\d\d:\d\d:\d\d\] \S+:\d+: ?/g, '')
    .replace(/^[-\s]+|[.\s]+$/g, '');
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1).replace(/^[-\s]+/, '');
}

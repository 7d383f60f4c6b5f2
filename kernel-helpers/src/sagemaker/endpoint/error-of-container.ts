import { AwsFailure } from '../../aws/aws-failure';
import { errorFromJson } from '../../error-codec';
import { type InternalError, isPlatformError, type PlatformError, type UserError } from '../../errors';
import { readAnsweredError } from '../../training-contract/answered-error';

/**
 * The error that the serving container answered, as the same kind of error, with the container's reason and advice;
 * undefined where the container is another image, an older one of ours, or did not answer. SageMaker gives the
 * container's words as `OriginalMessage` (API reference, InvokeEndpoint, ModelError).
 */
export function errorOfContainer(
  error: unknown,
  endpoint: string,
): UserError | PlatformError | InternalError | undefined {
  const failure = isPlatformError(error) ? error.cause : undefined;
  if (!(failure instanceof AwsFailure) || failure.originalMessage === undefined) return undefined;
  const said = readAnsweredError(failure.originalMessage);
  if (said === undefined) return undefined;
  const { requestId } = failure;
  return errorFromJson({
    ...said,
    message: `The endpoint ${endpoint} cannot answer: ${said.message}`,
    advice: said.kind === 'user' ? said.advice : adviceWithLog(said.advice, endpoint),
    facts: { ...said.facts, endpoint, ...(requestId !== undefined && { requestId }) },
  });
}

/** SageMaker keeps what the container prints in this group of CloudWatch (developer guide, "CloudWatch Logs"). */
function adviceWithLog(advice: string | undefined, endpoint: string): string {
  const log = `The log group /aws/sagemaker/Endpoints/${endpoint} says more.`;
  return advice === undefined ? log : `${advice} ${log}`;
}

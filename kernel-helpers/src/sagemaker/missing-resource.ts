import { awsErrorCode } from '../aws/call-aws';
import { messageOf } from '../errors';

/** SageMaker says "Could not find …" in a ValidationException, while CloudWatch Logs has a code for it. */
export async function undefinedIfMissing<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    if (awsErrorCode(error) === 'ResourceNotFoundException') return undefined;
    if (error instanceof Error && /could not find|not found|does not exist/i.test(messageOf(error))) return undefined;
    throw error;
  }
}

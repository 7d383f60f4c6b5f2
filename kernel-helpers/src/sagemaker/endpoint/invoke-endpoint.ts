import { callAws } from '../../aws/call-aws';
import { awsClients } from '../../aws/clients';
import { awsSdk } from '../../aws/load-sdk';
import { isOutage } from '../../aws/outlast-outage';
import { withAdvice } from '../../errors';
import { ERRORS_AS_JSON } from '../../training-contract/answered-error';
import { ANSWER_PARAMETER, type AnswerPart, PART_SEPARATOR } from '../../training-contract/index';
import { errorOfContainer } from './error-of-container';

export interface EndpointRequest {
  readonly csv: string;
  /** Media type of the answer. */
  readonly accept: 'text/csv' | 'application/json';
  /** What our own container tells about each row; other images tell the score whatever is asked for. */
  readonly parts?: readonly AnswerPart[];
}

/**
 * Sends rows to an endpoint and gives the text that it answers. What our own container refuses is a UserError with the
 * reason `refused` and the container's advice; what fails in it keeps its kind.
 */
export async function invokeEndpoint(
  endpoint: string,
  { csv, accept, parts }: EndpointRequest,
  signal: AbortSignal,
): Promise<string> {
  const { InvokeEndpointCommand } = awsSdk.sageMakerRuntime();
  const answer = parts === undefined ? [] : [`${ANSWER_PARAMETER}=${parts.join(PART_SEPARATOR)}`];
  const command = new InvokeEndpointCommand({
    EndpointName: endpoint,
    ContentType: 'text/csv',
    Accept: accept,
    CustomAttributes: [ERRORS_AS_JSON, ...answer].join(','),
    Body: Buffer.from(csv),
  });
  try {
    return await callAws(`ask the endpoint ${endpoint}`, async () => {
      const { Body } = await awsClients.sageMakerRuntime().send(command, { abortSignal: signal });
      return Buffer.from(Body).toString('utf8');
    });
  } catch (error) {
    const said = errorOfContainer(error, endpoint);
    if (said !== undefined) throw said;
    if (!isOutage(error)) throw error;
    throw withAdvice(error, 'The endpoint goes on, and costs money by the hour until await endpoint.delete().');
  }
}

import type { IncomingHttpHeaders } from 'node:http';
import { messageOf } from 'kernel-helpers/errors';
import { ServiceError } from '../service-error';
import type { Endpoints } from './endpoints';

// Limits of InvokeEndpoint (API reference; developer guide, "Use your own inference code with hosting services").
export const MAX_INVOCATION_BYTES = 6_291_456;
const INVOCATION_TIMEOUT_MILLISECONDS = 60_000;

export interface Invocation {
  readonly endpointName: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface InvocationAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Account {
  readonly region: string;
  readonly accountId: string;
}

/**
 * Passes a request to a container of the endpoint, and returns the container's answer.
 * @throws ServiceError ValidationError when the endpoint is not in service, ModelError when the container answers with an error.
 */
export async function invokeEndpoint(
  invocation: Invocation,
  endpoints: Endpoints,
  account: Account,
): Promise<InvocationAnswer> {
  const { endpointName, headers, body } = invocation;
  const endpoint = endpoints.inService(endpointName);
  if (endpoint === undefined) {
    throw new ServiceError('ValidationError', `Endpoint ${endpointName} of account ${account.accountId} not found.`);
  }
  if (body.length > MAX_INVOCATION_BYTES) {
    throw new ServiceError(
      'ValidationError',
      `Request ${body.length} bytes has exceeded ${MAX_INVOCATION_BYTES} bytes limit.`,
    );
  }
  const wanted = textHeader(headers['x-amzn-sagemaker-target-variant']);
  const chosen = endpoint.choose(wanted);
  if (chosen === undefined) {
    throw new ServiceError('ValidationError', `Variant ${wanted} not found for endpoint ${endpointName}.`);
  }
  const answer = await callContainer(chosen.container?.url, headers, body);
  if (answer.status < 200 || answer.status > 299) throw modelError(answer, endpointName, account);
  return {
    status: 200,
    headers: {
      'content-type': answer.contentType ?? 'application/octet-stream',
      'x-amzn-invoked-production-variant': chosen.variant.name,
      ...(answer.customAttributes !== null && { 'x-amzn-sagemaker-custom-attributes': answer.customAttributes }),
    },
    body: answer.body,
  };
}

interface ContainerAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly customAttributes: string | null;
  readonly body: Buffer;
}

/** The container's answer; if there is none, status 0 with SageMaker's words. */
async function callContainer(
  url: string | undefined,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<ContainerAnswer> {
  if (url === undefined) return noAnswer('The container is being started again.');
  try {
    const answer = await fetch(`${url}/invocations`, {
      method: 'POST',
      headers: passedOn(headers),
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(INVOCATION_TIMEOUT_MILLISECONDS),
    });
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type'),
      customAttributes: answer.headers.get('x-amzn-sagemaker-custom-attributes'),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return noAnswer(
        'Your invocation timed out while waiting for a response from container primary. Review the latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.',
      );
    }
    return noAnswer(`The connection to the container broke: ${messageOf(error)}`);
  }
}

function noAnswer(message: string): ContainerAnswer {
  return { status: 0, contentType: null, customAttributes: null, body: Buffer.from(message) };
}

/** Headers for the container: content negotiation and SageMaker's own, but not the signature. */
function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const names = Object.keys(headers).filter(
    (name) => name === 'content-type' || name === 'accept' || name.startsWith('x-amzn-sagemaker-'),
  );
  return Object.fromEntries(names.map((name) => [name, textHeader(headers[name]) ?? '']));
}

function textHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

/** SageMaker's form of a container's error: 424, with what the container said. */
function modelError(answer: ContainerAnswer, endpointName: string, { region, accountId }: Account): ServiceError {
  const said = answer.body.toString('utf8');
  const side = answer.status >= 400 && answer.status < 500 ? 'client' : 'server';
  const group = `/aws/sagemaker/Endpoints/${endpointName}`;
  const message = `Received ${side} error (${answer.status}) from primary with message "${said}". See https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logEventViewer:group=${group} in account ${accountId} for more information.`;
  return new ServiceError('ModelError', message, 424, {
    OriginalStatusCode: answer.status,
    OriginalMessage: said,
    LogStreamArn: `arn:aws:logs:${region}:${accountId}:log-group:${group}`,
  });
}

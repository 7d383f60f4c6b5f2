import { type Fault, type Gate, type GateAnswer, startGate } from './gate';

/** A gate in front of AWS, with AWS's own answers. */
export interface AwsGate extends Gate {
  /** Denies an action, such as `sagemaker:DeleteEndpoint`, as IAM does. */
  deny(action: string): Fault;
}

/**
 * A gate in front of one AWS endpoint: SageMaker's, or moto's for all other services. Operation and input name a call
 * of a JSON service: `DescribeEndpoint {"EndpointName":"…"}`; method, path and body another: `POST / Action=GetCaller…`.
 */
export async function startAwsGate(url: string): Promise<AwsGate> {
  const gate = await startGate({
    url,
    textOf: ({ headers, method, url: path }, body) => {
      const target = headers['x-amz-target'];
      return target === undefined ? `${method} ${path} ${body}` : `${String(target).replace(/^.*\./, '')} ${body}`;
    },
  });
  return { ...gate, deny: (action) => gate.answer(`${action.replace(/^.*:/, '')} {`, denied(action)) };
}

/** IAM's words for a JSON service (IAM user guide, "Troubleshoot access denied error messages"). */
function denied(action: string): GateAnswer {
  const message = `User: arn:aws:sts::123456789012:assumed-role/Notebooks/alice is not authorized to perform: ${action} on resource: arn:aws:${action.replace(/:.*$/, '')}:us-west-2:123456789012:* because no identity-based policy allows the ${action} action`;
  return awsError('AccessDeniedException', message);
}

/** An error of a JSON service. */
export function awsError(type: string, message: string, status = 400): GateAnswer {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type };
  return { status, headers, body: JSON.stringify({ __type: type, message, Message: message }) };
}

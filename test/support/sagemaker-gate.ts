import { type Gate, startGate } from './gate';

/** A gate in front of SageMaker's API. Operation and input name a call: `DescribeEndpoint {"EndpointName":"…"}`. */
export function startSageMakerGate(url: string): Promise<Gate> {
  return startGate({
    url,
    textOf: ({ headers }, body) => `${String(headers['x-amz-target'] ?? '').replace('SageMaker.', '')} ${body}`,
  });
}

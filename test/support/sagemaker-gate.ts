import { type Gate, startGate } from './gate';

/** A gate before SageMaker's API. Calls are known by operation and input: `DescribeEndpoint {"EndpointName":"…"}`. */
export function startSageMakerGate(url: string): Promise<Gate> {
  return startGate({
    url,
    textOf: ({ headers }, body) => `${String(headers['x-amz-target'] ?? '').replace('SageMaker.', '')} ${body}`,
  });
}

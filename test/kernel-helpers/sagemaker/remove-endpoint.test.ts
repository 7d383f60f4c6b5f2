import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeEndpoint } from 'kernel-helpers/sagemaker/endpoint/remove-endpoint';
import { withEnvironment } from '../../support/with-environment';

const calls: string[] = [];
let inServiceAfter: 'a refused deletion' | 'a description';
let server: Server;
let restoreEnvironment: () => void;

/** SageMaker refuses to delete an endpoint that is being made (amazon-sagemaker-examples, pull request 3188). */
beforeEach(async () => {
  let status: 'Creating' | 'InService' | 'gone' = 'Creating';
  server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('SageMaker.', '');
    calls.push(operation);
    const refuse = (message: string) =>
      response.writeHead(400).end(JSON.stringify({ __type: 'ValidationException', message }));
    if (status === 'gone') refuse('Could not find endpoint "e".');
    else if (operation === 'DescribeEndpoint') {
      response.end(JSON.stringify({ EndpointName: 'e', EndpointStatus: status, EndpointConfigName: 'e' }));
      status = 'InService';
    } else if (status === 'Creating') {
      refuse('Cannot update in-progress endpoint "e".');
      if (inServiceAfter === 'a refused deletion') status = 'InService';
    } else {
      status = 'gone';
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  restoreEnvironment = withEnvironment({
    AWS_ENDPOINT_URL_SAGEMAKER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
});
afterEach(() => {
  restoreEnvironment();
  server.closeAllConnections();
  server.close();
});

test.each(['a refused deletion', 'a description'] as const)(
  'an endpoint that is still being made is deleted as soon as SageMaker allows it, here after %s',
  async (moment) => {
    inServiceAfter = moment;
    calls.length = 0;

    await removeEndpoint('e');

    expect(calls).toEqual(['DeleteEndpoint', 'DescribeEndpoint', 'DeleteEndpoint', 'DescribeEndpoint']);
  },
);

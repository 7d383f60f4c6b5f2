import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { requireFreePort } from '../../../kernel-helpers/jupyter/lab/free-port';

describe('a port that the user asks for', () => {
  test('in use is refused with a way on, and may be used when it is free again', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    await expect(requireFreePort(port)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use. Choose another with: npm start -- --port ${port + 1}, or leave --port out for a free one.`,
    );

    other.close();
    await once(other, 'close');
    await expect(requireFreePort(port)).resolves.toBeUndefined();
  });
});

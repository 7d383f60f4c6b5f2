import { describe, expect, test } from '@jest/globals';
import { isOnThisMachine } from '../../kernel-helpers/src/this-machine';

describe('what counts as this machine', () => {
  test.each([
    'http://127.0.0.1:4566',
    'http://127.255.0.9',
    'http://127.1:80',
    'http://0x7f000001',
    'http://2130706433/',
    'http://0.0.0.0:4566',
    'http://localhost',
    'http://localhost:4566/path',
    'https://LOCALHOST',
    'http://localhost.:80',
    'http://snowflake.localhost:80',
    'http://[::1]:4566',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::]:1',
    'http://[::ffff:127.0.0.1]:1',
  ])('%s', (url) => {
    expect(isOnThisMachine(url)).toBe(true);
  });

  test.each([
    'http://127.evil.com',
    'http://127.0.0.1.evil.com',
    'http://localhost.evil.com',
    'http://localhost@evil.com',
    'http://evil.com/127.0.0.1',
    'http://evil.com#localhost',
    'http://mylocalhost',
    'http://128.0.0.1',
    'http://10.0.0.1',
    'http://[::2]',
    'https://sagemaker.us-east-1.amazonaws.com',
    '127.0.0.1',
    '',
  ])('not %j', (url) => {
    expect(isOnThisMachine(url)).toBe(false);
  });
});

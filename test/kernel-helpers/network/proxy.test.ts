import { afterEach, describe, expect, test } from '@jest/globals';
import { proxyFor } from '../../../kernel-helpers/src/network/proxy';
import { driverProxy } from '../../../kernel-helpers/src/snowflake/session/driver-proxy';
import { withEnvironment } from '../../support/with-environment';

/** What Snowflake's driver decides by (snowflake-sdk 3.3.0, http/node_untyped.js, getProxyAgent). */
const { isByPassProxy } = require('snowflake-sdk/dist/lib/proxy_util') as {
  isByPassProxy(proxy: { readonly noProxy?: string }, host: string): string | undefined;
};

const NAMES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
const NONE = Object.fromEntries(NAMES.map((name) => [name, undefined]));
let restore = (): void => undefined;
afterEach(() => restore());

function given(env: Readonly<Record<string, string>>): void {
  restore = withEnvironment({ ...NONE, ...env });
}

describe('the proxy of a request', () => {
  test.each<[string, Readonly<Record<string, string>>, string, string | undefined]>([
    ['comes from HTTPS_PROXY', { HTTPS_PROXY: 'http://p:8' }, 'https://a.com', 'p:8 (HTTPS_PROXY)'],
    [
      'comes from https_proxy first',
      { https_proxy: 'http://q:8', HTTPS_PROXY: 'x' },
      'https://a.com',
      'q:8 (https_proxy)',
    ],
    ['comes from ALL_PROXY', { ALL_PROXY: 'http://p:8' }, 'https://a.com', 'p:8 (ALL_PROXY)'],
    ['is an HTTP proxy unless it says more', { HTTPS_PROXY: 'p:8' }, 'https://a.com', 'p:8 (HTTPS_PROXY)'],
    ['has the port of its scheme', { HTTPS_PROXY: 'https://p' }, 'https://a.com', 'p:443 (HTTPS_PROXY)'],
    ['is named without its password', { HTTPS_PROXY: 'http://u:s3cret@p:8' }, 'https://a.com', 'p:8 (HTTPS_PROXY)'],
    ['is not that of HTTP', { HTTP_PROXY: 'http://p:8' }, 'https://a.com', undefined],
    ['of HTTP is not that of HTTPS', { HTTP_PROXY: 'p:8', HTTPS_PROXY: 'q:8' }, 'http://a.com', 'p:8 (HTTP_PROXY)'],
    ['is none where the variable is empty', { HTTPS_PROXY: '' }, 'https://a.com', undefined],
  ])('%s', (_, env, url, expected) => {
    given(env);

    expect(proxyFor(url)?.name).toBe(expected);
  });

  test.each([
    'http://127.0.0.1:5000',
    'https://localhost',
    'http://[::1]:1',
    'http://bucket.localhost',
    'http://0.0.0.0',
  ])('is never used for this machine: %s', (url) => {
    given({ HTTPS_PROXY: 'http://p:8', HTTP_PROXY: 'http://p:8', ALL_PROXY: 'http://p:8' });

    expect(proxyFor(url)).toBeUndefined();
    expect(driverProxy(url)).toBeUndefined();
  });

  test.each(['socks5://user:s3cret@p:1080', 'http://', 'http://user:s3cret@:x'])(
    'must be an HTTP proxy, and what stands there is not shown: %s',
    (HTTPS_PROXY) => {
      given({ HTTPS_PROXY });

      expect(() => proxyFor('https://a.com')).toThrow(
        'HTTPS_PROXY is not the URL of an HTTP proxy. It must look like http://proxy.example.com:3128.',
      );
      expect(() => driverProxy('https://a.com')).toThrow('HTTPS_PROXY is not the URL');
    },
  );
});

describe('NO_PROXY', () => {
  test.each<[string, string, boolean]>([
    ['a.b.com', 'a.b.com', true],
    ['A.B.com', 'a.b.com', true],
    ['b.com', 'a.b.com', false],
    ['.b.com', 'a.b.com', true],
    ['.b.com', 'ab.com', false],
    ['.b.com', 'b.com', false],
    ['*.b.com', 'a.b.com', true],
    ['*b.com', 'ab.com', true],
    ['*', 'a.b.com', true],
    ['x.com, .b.com', 'a.b.com', true],
    ['x.com .b.com', 'a.b.com', true],
    ['a.b.com:443', 'a.b.com', true],
    ['a.b.com:8443', 'a.b.com', false],
    ['10.0.0.0/8', '10.1.2.3', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['a.b', 'axb', false],
  ])('%s, asked for %s: no proxy is %s, for our requests and for the driver', (NO_PROXY, host, isDirect) => {
    given({ HTTPS_PROXY: 'http://p:8', NO_PROXY });

    expect(proxyFor(`https://${host}`) === undefined).toBe(isDirect);
    expect(isByPassProxy(driverProxy(`https://${host}`) ?? {}, host) !== undefined).toBe(isDirect);
  });

  test('of the account leaves the proxy for its stages', () => {
    given({ HTTPS_PROXY: 'http://u:s%40crit@p:8', no_proxy: '.snowflakecomputing.com' });

    expect(driverProxy('https://a.snowflakecomputing.com')).toEqual({
      proxyHost: 'p',
      proxyPort: 8,
      proxyProtocol: 'http',
      proxyUser: 'u',
      proxyPassword: 's%40crit',
      noProxy: '*.snowflakecomputing.com',
    });
  });
});

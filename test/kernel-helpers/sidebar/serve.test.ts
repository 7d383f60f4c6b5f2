import { describe, expect, test } from '@jest/globals';
import { until } from '../../support/until';
import { PageOfTest } from './support/page-of-test';

describe('the service of the sidebar', () => {
  test('says hello with its protocol, its kernel and its process', () => {
    const page = new PageOfTest();

    expect(page.received).toEqual([
      { hello: { protocol: 1, kernel: { name: 'test', version: '1.2.3' }, processId: process.pid } },
    ]);
  });

  test.each([
    ['a method that nobody knows', { id: 'a', method: 'toString', params: {} }, 'does not know the method toString'],
    [
      'parameters that are missing',
      { id: 'a', method: 'job', params: { kind: 'training' } },
      'of job are wrong (name: ',
    ],
    [
      'a parameter of another type',
      { id: 'a', method: 'jobs', params: { kind: 'wedding' } },
      'of jobs are wrong (kind: ',
    ],
    ['a message of another form', { id: 'a', methods: 'jobs' }, 'cannot read this message of the sidebar'],
  ])('answers %s with an error that names it', async (_what, request, message) => {
    const page = new PageOfTest();

    page.send(request);

    await until(() => page.received.length > 1);
    expect(page.received[1]).toMatchObject({ id: 'a', error: { message: expect.stringContaining(message) } });
  });

  test('closes the comm of a page from which it hears nothing', async () => {
    const page = new PageOfTest(0.05);

    await until(() => page.isClosed);
  });

  test('keeps the comm of a page that gives signs of life', async () => {
    const silent = new PageOfTest(0.2);
    const alive = new PageOfTest(0.2);

    const signs = setInterval(() => alive.send({ alive: true }), 20);
    await until(() => silent.isClosed);
    const wasKept = !alive.isClosed;
    clearInterval(signs);
    alive.close();

    expect(wasKept).toBe(true);
  });
});

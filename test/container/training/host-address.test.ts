import { describe, expect, test } from '@jest/globals';
import { resolveHost } from '../../../container/src/training/host-address';

const silent = { log: () => undefined };

describe('the address of a host', () => {
  test('is taken as it is where the job knows it, without asking DNS', async () => {
    const lookUp = () => Promise.reject(new Error('DNS was asked.'));

    expect(await resolveHost('algo-2', { 'algo-2': '10.0.0.2' }, { ...silent, lookUp })).toBe('10.0.0.2');
  });

  test('is one of IPv4, even if the name has another', async () => {
    expect(await resolveHost('localhost', {}, silent)).toBe('127.0.0.1');
  });

  test('is waited for while the name is not known yet, and the log says so once and when it is', async () => {
    const lines: string[] = [];
    let asked = 0;
    const lookUp = async () => {
      asked += 1;
      // Names of a job fail in either way before DNS has them.
      if (asked <= 3) throw Object.assign(new Error('not yet'), { code: asked === 1 ? 'EAI_AGAIN' : 'ENOTFOUND' });
      return { address: '10.0.0.2' };
    };

    const address = await resolveHost('algo-2', {}, { log: (line) => lines.push(line), lookUp });

    expect(address).toBe('10.0.0.2');
    expect(lines).toEqual([
      'the name of algo-2 is not known yet; this may take minutes. Waiting up to 900 s',
      expect.stringMatching(/^the name of algo-2 is known after \d+ s$/),
    ]);
  });

  test('is given up after the deadline: the platform failed, and the job is to be started again', async () => {
    await expect(resolveHost('no-such-host.invalid', {}, { ...silent, waitSeconds: 0.2 })).rejects.toMatchObject({
      kind: 'platform',
      message:
        'The name of host no-such-host.invalid did not resolve to an IPv4 address within 0 s. Start the job again.',
    });
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { KernelBackend, type KernelBackendOptions } from 'jupyterlab-ext/backend/kernel-backend';
import { RequestError } from 'jupyterlab-ext/backend/request-error';
import { FakeSession, until } from './support/fake-session';

const ROLES = [{ name: 'ANALYST', isCurrent: true }];
/** Ends nothing by itself while a test runs. */
const PATIENT: KernelBackendOptions = { closeAfterSeconds: 60 };

let session: FakeSession;
let backend: KernelBackend;

function open(options: KernelBackendOptions = PATIENT): void {
  backend?.close();
  backend = new KernelBackend(session, options);
}

/** Answers each request for roles, and leaves all others waiting. */
function answering(): FakeSession {
  return new FakeSession((message, { ears }) => {
    if ('method' in message && message.method === 'roles') {
      const { id } = message;
      queueMicrotask(() => ears.message({ id, result: ROLES }));
    }
  });
}

beforeEach(() => {
  session = answering();
  open();
});
afterEach(() => backend.close());

describe('a request', () => {
  test('starts the hidden session and is answered', async () => {
    expect(backend.condition.state).toEqual({ is: 'resting' });

    expect(await backend.request('roles', {})).toEqual(ROLES);
    expect(backend.condition.state).toEqual({ is: 'ready' });
  });

  test('shares one comm with all others, also with those that were made while it opened', async () => {
    await Promise.all([backend.request('roles', {}), backend.request('roles', {}), backend.request('roles', {})]);

    expect(session.comms).toHaveLength(1);
  });

  test('hears events before its result', async () => {
    const check = { name: 'Node.js', ok: true, found: '20' };
    session = new FakeSession((message, { ears }) => {
      if (!('method' in message)) return;
      const { id } = message;
      ears.message({ id, event: check });
      ears.message({ id, result: { checks: [check], redactedText: 'All is well.' } });
    });
    open();
    const heard: unknown[] = [];

    const report = await backend.request('doctor', {}, { onEvent: (event) => heard.push(event) });

    expect(heard).toEqual([check]);
    expect(report.redactedText).toBe('All is well.');
  });

  test('shows what the kernel notices until the request ends, and one that comes later until another takes its place', async () => {
    const notice = 'a.snowflakecomputing.com has not answered for 90 seconds.';
    let asked = '';
    let say = (_data: object): void => {};
    session = new FakeSession((message, { ears }) => {
      if (!('method' in message)) return;
      asked = message.id;
      say = (data) => ears.message({ id: asked, ...data });
    });
    open();
    const request = backend.request('roles', {});
    await until(() => asked !== '');
    say({ notice });
    expect(backend.condition.state).toEqual({ is: 'ready', notice });

    say({ result: ROLES });
    await request;
    expect(backend.condition.state).toEqual({ is: 'ready' });
    say({ notice: 'The statement may still run.' });
    expect(backend.condition.state).toEqual({ is: 'ready', notice: 'The statement may still run.' });
  });

  test('fails with the reason, the message and the advice that the kernel sends', async () => {
    session = new FakeSession((message, { ears }) => {
      if (!('method' in message)) return;
      const error = {
        kind: 'user',
        name: 'UserError',
        reason: 'no-warehouse',
        message: 'None.',
        advice: 'Choose one.',
        facts: {},
      };
      ears.message({ id: message.id, error });
    });
    open();

    await expect(backend.request('roles', {})).rejects.toMatchObject({
      reason: 'no-warehouse',
      message: 'None.',
      advice: 'Choose one.',
    });
  });

  test('says of an answer that it cannot read that page and kernel may not fit together', async () => {
    session = new FakeSession((message, { ears }) => {
      if ('method' in message) ears.message({ id: message.id, result: 'no list' });
    });
    open();

    await expect(backend.request('roles', {})).rejects.toMatchObject({ reason: 'unreadable-answer' });
  });

  test('is cancelled in the kernel when its signal fires', async () => {
    const stop = new AbortController();
    const asked = backend.request('databases', {}, { signal: stop.signal });
    await until(() => session.comms[0]?.received.length === 1);

    stop.abort();

    await expect(asked).rejects.toMatchObject({ reason: 'interrupted' });
    const [first, second] = session.comm.received;
    expect(second).toEqual({ id: first && 'id' in first ? first.id : '', cancel: true });
  });

  test('is never sent when its signal fired before', async () => {
    await expect(backend.request('databases', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: 'interrupted',
    });
    expect(session.comms.flatMap(({ received }) => received)).toEqual([]);
  });

  test('ends by its time limit, and the kernel is told', async () => {
    const asked = backend.request('databases', {}, { timeoutSeconds: 0.02 });

    await expect(asked).rejects.toMatchObject({ reason: 'timed-out' });
    expect(session.comm.received).toHaveLength(2);
  });
});

describe('a kernel that ends', () => {
  test('is started again, and what may be asked twice is asked again', async () => {
    const asked = backend.request('databases', {});
    await until(() => session.comms[0]?.received.length === 1);

    session.die();
    await until(() => session.comms[1]?.received.length === 1);
    const [repeated] = session.comm.received;
    session.comm.ears.message({ id: repeated && 'id' in repeated ? repeated.id : '', result: { items: [] } });

    expect(await asked).toEqual({ items: [] });
  });

  test('ends a request that must not be sent twice', async () => {
    const asked = backend.request('deleteEndpoint', { name: 'houses' });
    await until(() => session.comms[0]?.received.length === 1);

    session.die();

    await expect(asked).rejects.toMatchObject({ reason: 'kernel-gone' });
  });

  test.each([
    ['that dies', () => session.die()],
    ['that closes the comm', () => session.comm.ears.closed()],
  ])('%s again and again is given up after two restarts, until somebody restarts it', async (_, lose) => {
    backend.keepOpen();
    for (const opened of [1, 2, 3]) {
      await until(() => backend.condition.state.is === 'ready' && session.comms.length === opened);
      lose();
    }

    expect(backend.condition.state.is).toBe('stopped');
    await expect(backend.request('roles', {})).rejects.toMatchObject({ reason: 'kernel-gone' });
    expect(session.comms).toHaveLength(3);

    await backend.restart();

    expect(session.ends).toBe(1);
    expect(await backend.request('roles', {})).toEqual(ROLES);
  });

  test('after it served for long starts the count anew', async () => {
    open({ ...PATIENT, provenAfterSeconds: -1 });
    backend.keepOpen();
    for (const opened of [1, 2, 3, 4]) {
      await until(() => backend.condition.state.is === 'ready' && session.comms.length === opened);
      session.die();
    }

    await until(() => backend.condition.state.is === 'ready');
  });

  test('makes a start that fails one of the restarts', async () => {
    session.startError = new Error('The server is away.');

    await expect(backend.request('roles', {})).rejects.toMatchObject({ message: 'The server is away.' });
    expect(session.joins).toBe(3);
  });
});

describe('a kernel that is not ours', () => {
  test.each([
    ['never says hello', () => {}],
    ['closes the comm at once', () => session.comm.ears.closed()],
  ])('and that %s is named, with the way to install ours', async (_, react) => {
    session.greeting = undefined;
    open({ ...PATIENT, helloWithinSeconds: 0.02 });
    const asked = backend.request('roles', {});
    await until(() => session.comms.length === 1);
    react();

    await expect(asked).rejects.toMatchObject({
      reason: 'kernel-not-ours',
      advice: expect.stringMatching(
        /in a clone or a folder of npm packages .*npx kernel-helpers install, in an unpacked archive \.\/install/,
      ),
    });
    expect(session.joins).toBe(1);
  });

  test('because it speaks another version says so', async () => {
    session.greeting = { hello: { protocol: 99, kernel: { name: 'ours', version: '9' }, processId: 1 } };

    await expect(backend.request('roles', {})).rejects.toMatchObject({ reason: 'other-version' });
  });
});

describe('while nobody looks', () => {
  test('the comm is closed, and opened again by the next look', async () => {
    open({ closeAfterSeconds: 0 });
    const letGo = backend.keepOpen();
    await until(() => backend.condition.state.is === 'ready');

    letGo();
    letGo();
    await until(() => session.comm.isClosed);
    expect(backend.condition.state).toEqual({ is: 'resting' });

    backend.keepOpen();
    await until(() => backend.condition.state.is === 'ready');
    expect(session.comms).toHaveLength(2);
  });

  test('a request opens the comm only for as long as it waits', async () => {
    open({ closeAfterSeconds: 0 });

    expect(await backend.request('roles', {})).toEqual(ROLES);

    await until(() => session.comm.isClosed);
  });

  test('the hidden session ends after the minutes of the setting', async () => {
    open({ closeAfterSeconds: 0, endAfterMinutes: () => 0 });

    await backend.request('roles', {});

    await until(() => session.ends === 1);
  });

  test('the hidden session goes on while another tab uses it', async () => {
    session.otherComms = 1;
    open({ closeAfterSeconds: 0, endAfterMinutes: () => 0 });

    await backend.request('roles', {});
    await until(() => session.comm.isClosed);
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(session.ends).toBe(0);
  });
});

test('closing leaves the session, closes the comm at once and ends what waits, and twice is fine', async () => {
  const asked = backend.request('databases', {});
  await until(() => session.comms[0]?.received.length === 1);

  backend.close();
  backend.close();

  expect(session.comm.isClosed).toBe(true);
  expect(session.isLeft).toBe(true);
  await expect(asked).rejects.toBeInstanceOf(RequestError);
});

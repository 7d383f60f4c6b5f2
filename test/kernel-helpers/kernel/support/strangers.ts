import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Dealer, Push, Request, Subscriber, XSubscriber } from 'zeromq';

/** Long enough for sent bytes to arrive, on a connection within this machine. */
const ARRIVAL_MS = 30;

/** What a program may do that knows a port of a kernel but not its key. */
export type Stranger = (port: number) => Promise<void>;

/** ZeroMQ's greeting without a password, as https://rfc.zeromq.org/spec/23/ defines it. */
const GREETING = Buffer.concat([
  Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]),
  Buffer.from('NULL'.padEnd(20, '\0')),
  Buffer.alloc(32),
]);

/** Sends bytes piece by piece, and then closes the connection in the given way. */
export function sendBytes(
  pieces: readonly Uint8Array[],
  leave: 'end' | 'destroy' | 'resetAndDestroy' = 'destroy',
): Stranger {
  return async (port) => {
    const socket = connect(port, '127.0.0.1');
    // The kernel may close the connection at any byte.
    socket.on('error', () => undefined).resume();
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    for (const piece of pieces) {
      socket.write(piece);
      await delay(5);
    }
    if (pieces.length > 0) await delay(ARRIVAL_MS);
    socket[leave]();
  };
}

function ready(socketType: string): Buffer {
  const name = Buffer.from('Socket-Type');
  const type = Buffer.from(socketType);
  const body = Buffer.concat([Buffer.from('\x05READY\x0b'), name, Buffer.from([0, 0, 0, type.length]), type]);
  return Buffer.concat([Buffer.from([4, body.length]), body]);
}

/** Sends messages of frames by a socket of ZeroMQ. */
function sendMessages(
  open: () => Dealer | Request | Push | XSubscriber,
  ...messages: readonly (readonly (string | Buffer)[])[]
): Stranger {
  return async (port) => {
    const socket = open();
    socket.linger = 0;
    socket.sendTimeout = 200;
    socket.connect(`tcp://127.0.0.1:${port}`);
    // A socket of a type that does not fit is never connected, so its messages cannot leave.
    for (const message of messages) await socket.send([...message]).catch(() => undefined);
    await delay(ARRIVAL_MS);
    socket.close();
  };
}

function again(times: number, stranger: Stranger): Stranger {
  return async (port) => {
    for (let turn = 0; turn < times; turn += 1) await stranger(port);
  };
}

/** Announce frames of 2³² and almost 2⁶³ bytes, but no bytes follow. */
const FRAME_OF_4_GB = Buffer.from([2, 0, 0, 0, 1, 0, 0, 0, 0]);
const FRAME_OF_ALL = Buffer.from([2, 0x7f, 255, 255, 255, 255, 255, 255, 255]);

export const STRANGERS: Readonly<Record<string, Stranger>> = {
  'a Dealer, one frame': sendMessages(() => new Dealer(), ['x']),
  'a Dealer, two frames': sendMessages(() => new Dealer(), ['x', 'y']),
  'a Dealer, empty frames': sendMessages(() => new Dealer(), [''], ['', ''], ['', 'x', 'y']),
  'a Dealer, 2,000 frames': sendMessages(() => new Dealer(), new Array(2_000).fill('x')),
  'a Request': sendMessages(() => new Request(), ['x']),
  'twenty Requests that go at once': again(20, async (port) => {
    const socket = new Request({ linger: 0 });
    socket.connect(`tcp://127.0.0.1:${port}`);
    await socket.send('x');
    socket.close();
  }),
  'a Push': sendMessages(() => new Push(), ['x']),
  'a Subscriber': async (port) => {
    const socket = new Subscriber({ linger: 0 });
    socket.connect(`tcp://127.0.0.1:${port}`);
    socket.subscribe('', 'status');
    await delay(ARRIVAL_MS);
    socket.close();
  },
  'an XSubscriber, odd subscriptions': sendMessages(
    () => new XSubscriber(),
    [Buffer.from([1, 255, 254]), 'x'],
    [''],
    [Buffer.from([7, 7, 7])],
  ),
  'a web browser': sendBytes([Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')]),
  'a secure web browser': sendBytes([Buffer.from('16030100a5010000a10303', 'hex')]),
  'fifty connections that close at once': again(50, sendBytes([], 'end')),
  'fifty connections that break at once': again(50, sendBytes([], 'resetAndDestroy')),
  'half a greeting': sendBytes([GREETING.subarray(0, 10)]),
  'a greeting': sendBytes([GREETING]),
  'a greeting, then noise': sendBytes([GREETING, Buffer.from('noise'.repeat(40))]),
  'a greeting of ZeroMQ 2': sendBytes([Buffer.from([1, 0, 2, 0, 65, 3, 0, 1, 1])]),
  'a greeting of ZeroMQ 3': sendBytes([Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1, 5, 0, 0, 0, 1, 65])]),
  'a Dealer by hand that breaks after one frame': sendBytes(
    [GREETING, ready('DEALER'), Buffer.from([0, 1, 65])],
    'resetAndDestroy',
  ),
  'a Dealer by hand, then noise': sendBytes([GREETING, ready('DEALER'), Buffer.from('noise'.repeat(40))]),
  'a Dealer by hand, a frame of 4 GB': sendBytes([GREETING, ready('DEALER'), FRAME_OF_4_GB, Buffer.alloc(100)]),
  'a Dealer by hand, a frame as large as can be': sendBytes([
    GREETING,
    ready('DEALER'),
    FRAME_OF_ALL,
    Buffer.alloc(100),
  ]),
  'a Request by hand': sendBytes([GREETING, ready('REQ'), Buffer.from([1, 0, 0, 1, 65])]),
  'a Subscriber by hand, odd subscriptions': sendBytes([
    GREETING,
    ready('SUB'),
    Buffer.from([0, 2, 1, 65, 0, 2, 0, 66, 0, 0, 4, 4, 3, 65, 66, 67]),
  ]),
};

import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** When a request is held: before the service gets it, or after the service answered. */
export type Moment = 'before it is run' | 'after it is done';

/** One request that is being held, or will be. */
export interface Held {
  /** Resolves when the request has reached the moment. */
  readonly reached: Promise<void>;
  /** Lets the request go on. */
  release(): void;
}

/** What becomes of requests until the test ends it. */
export interface Fault {
  /** How many requests it has met. */
  readonly met: number;
  end(): void;
}

export interface GateAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Gate {
  readonly url: string;
  /** Holds the next request whose text contains this one. Everything else goes through. */
  hold(text: string, moment: Moment): Held;
  /**
   * Answers requests whose text contains this one in the service's place: all of them, or as many as `times` says.
   * Clients ask again by themselves: one call of AWS's SDK is three requests when it meets a lost answer.
   */
  answer(text: string, answer: GateAnswer, times?: number): Fault;
  /** Cuts the connection of requests whose text contains this one, before or after the service has done its work. */
  lose(text: string, moment: Moment, times?: number): Fault;
  close(): Promise<void>;
}

/** What a gate must know about the service behind it. */
export interface GatedService {
  readonly url: string;
  /** The text by which a test names a request. */
  textOf(request: IncomingMessage, body: Buffer): string;
}

interface Hold extends Held {
  readonly text: string;
  readonly moment: Moment;
  pass(): Promise<void>;
}

/** A fault without an answer cuts the connection. */
interface ActiveFault extends Fault {
  readonly text: string;
  readonly answer?: GateAnswer;
  readonly moment: Moment;
  meet(): void;
}

/** A server in front of another. It can hold, answer or lose requests, so that a test can act at a chosen moment. */
export async function startGate({ url, textOf }: GatedService): Promise<Gate> {
  let holds: readonly Hold[] = [];
  let faults: readonly ActiveFault[] = [];

  const take = (text: string): Hold | undefined => {
    const found = holds.find((hold) => text.includes(hold.text));
    holds = holds.filter((hold) => hold !== found);
    return found;
  };

  const add = (text: string, moment: Moment, times: number, answer?: GateAnswer): Fault => {
    let met = 0;
    const end = (): void => {
      faults = faults.filter((other) => other !== fault);
    };
    const meet = (): void => {
      met += 1;
      if (met >= times) end();
    };
    const fault: ActiveFault = {
      text,
      moment,
      meet,
      end,
      get met() {
        return met;
      },
      ...(answer !== undefined && { answer }),
    };
    faults = [...faults, fault];
    return fault;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const text = textOf(request, body);
    const hold = take(text);
    const fault = faults.find((one) => text.includes(one.text));
    fault?.meet();
    if (hold?.moment === 'before it is run') await hold.pass();
    if (fault?.answer) return void response.writeHead(fault.answer.status, fault.answer.headers).end(fault.answer.body);
    if (fault?.moment === 'before it is run') return void response.destroy();
    const answer = await forward(url, request, body);
    if (fault?.moment === 'after it is done') return void response.destroy();
    if (hold?.moment === 'after it is done') await hold.pass();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hold: (text, moment) => {
      const hold = makeHold(text, moment);
      holds = [...holds, hold];
      return hold;
    },
    answer: (text, answer, times = Number.POSITIVE_INFINITY) => add(text, 'before it is run', times, answer),
    lose: (text, moment, times = Number.POSITIVE_INFINITY) => add(text, moment, times),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function makeHold(text: string, moment: Moment): Hold {
  const reached = makeEvent();
  const released = makeEvent();
  return {
    text,
    moment,
    reached: reached.happened,
    release: released.happen,
    pass: async () => {
      reached.happen();
      await released.happened;
    },
  };
}

function makeEvent(): { readonly happened: Promise<void>; happen(): void } {
  let happen = (): void => undefined;
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happened, happen: () => happen() };
}

/** Keeps the name of the host, which is a part of AWS's signatures. */
async function forward(url: string, { method, url: path, headers }: IncomingMessage, body: Buffer) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const plain = { ...headers, 'accept-encoding': 'identity' };
    requestHttp(new URL(path ?? '/', url), { method, headers: plain }, resolve)
      .once('error', reject)
      .end(body);
  });
  const { 'transfer-encoding': _chunked, ...rest } = response.headers;
  return { status: response.statusCode ?? 502, headers: rest, body: await buffer(response) };
}

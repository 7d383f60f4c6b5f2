import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const CONNECTIONS = 4;
const HEAD_END = '\r\n\r\n';

/** What an endpoint does under load. */
export interface EndpointLoad {
  readonly requests: number;
  /** Milliseconds that 99 of 100 requests take at most. */
  readonly p99: number;
}

/**
 * Asks an endpoint by four connections for some seconds, each as soon as it has its answer. Bare sockets, because an
 * HTTP client takes more time than the servers that are compared.
 */
export async function loadEndpoint(port: number, body: string, seconds: number): Promise<EndpointLoad> {
  const head = `POST /invocations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nContent-Length: ${Buffer.byteLength(body)}`;
  const request = Buffer.from(`${head}${HEAD_END}${body}`);
  const end = performance.now() + 1000 * seconds;
  const milliseconds = (
    await Promise.all(Array.from({ length: CONNECTIONS }, () => askUntil(end, port, request)))
  ).flat();
  milliseconds.sort((one, other) => one - other);
  return {
    requests: milliseconds.length,
    p99: milliseconds[Math.floor(0.99 * milliseconds.length)],
  };
}

/** Milliseconds of each request on one connection. */
async function askUntil(end: number, port: number, request: Buffer): Promise<number[]> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  const milliseconds: number[] = [];
  while (performance.now() < end) {
    const begun = performance.now();
    socket.write(request);
    await readAnswer(socket);
    milliseconds.push(performance.now() - begun);
  }
  socket.destroy();
  return milliseconds;
}

function readAnswer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (part: Buffer) => {
      text += part.toString('latin1');
      const headEnd = text.indexOf(HEAD_END);
      if (headEnd === -1) return;
      const length = /content-length: (\d+)/i.exec(text.slice(0, headEnd))?.[1];
      if (text.length < headEnd + HEAD_END.length + Number(length)) return;
      socket.off('data', read);
      socket.off('error', reject);
      if (text.startsWith('HTTP/1.1 200 ')) resolve();
      else reject(new Error(`The endpoint answered ${text}`));
    };
    socket.on('data', read);
    socket.on('error', reject);
  });
}

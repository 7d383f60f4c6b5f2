import { refuseWhileBusy, untilAvailable } from './http-attempts';
import { exchange, type HttpAnswer, type HttpRequest } from './http-exchange';

export type GetOptions = Omit<HttpRequest, 'method' | 'body'>;
export type GetAnswer = HttpAnswer;

/**
 * GETs a URL, and tries again while the server is busy or the network fails. The caller handles any other status.
 * Messages name the host only: the rest of such a URL is a signature that gives access to the data.
 */
export async function getWithRetries(url: URL, options: GetOptions): Promise<GetAnswer> {
  return await untilAvailable(options.signal, async () => {
    const answer = await exchange(url, options);
    refuseWhileBusy(url, answer.status, answer.retryAfter);
    return answer;
  });
}

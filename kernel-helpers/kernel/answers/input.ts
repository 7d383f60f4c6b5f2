import { UserError } from 'kernel-helpers/errors';
import type { CurrentCell } from '../cells/current-cell';
import type { OutputStreams } from '../cells/output-streams';
import type { Owner } from '../owners/owner';
import type { ClientMessages } from '../protocol/client-messages';

interface Waiting {
  answer(text: string): void;
}

/** Asks the person in front of the notebook, one question at a time. */
export class Input {
  private waiting: Waiting | undefined;
  private previous: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly messages: ClientMessages,
    private readonly streams: OutputStreams,
    private readonly currentCell: CurrentCell,
  ) {}

  /** Rejects with a UserError when the front end cannot ask, and with the interruption when the cell is interrupted. */
  async ask(prompt = '', { password = false }: { readonly password?: boolean } = {}): Promise<string> {
    const { owner } = this.currentCell;
    if (owner?.canAsk !== true) {
      throw new UserError('This front end cannot ask questions. Give the value in the cell, or run it in JupyterLab.');
    }
    const answer = this.previous.then(() => this.askNow(owner, prompt, password));
    this.previous = answer.catch(() => undefined);
    return answer;
  }

  /** Takes what the person typed. Drops an answer when no cell waits for it. */
  handleReply(text: string): void {
    this.waiting?.answer(text);
  }

  private askNow({ request, signal }: Owner, prompt: string, password: boolean): Promise<string> {
    this.streams.flush();
    this.messages.ask(request, 'input_request', { prompt, password });
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        this.waiting = undefined;
        reject(signal.reason);
      };
      this.waiting = {
        answer: (text) => {
          signal.removeEventListener('abort', giveUp);
          this.waiting = undefined;
          resolve(text);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}

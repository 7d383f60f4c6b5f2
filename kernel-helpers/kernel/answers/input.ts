import { UserError } from 'kernel-helpers/errors';
import type { CurrentCell } from '../cells/current-cell';
import type { OutputStreams } from '../cells/output-streams';
import type { IoThread } from '../io-thread/io-thread';
import type { Owner } from '../owners/owner';
import type { ClientMessages } from '../protocol/client-messages';

export interface Question {
  readonly prompt: string;
  /** Hides what is typed. */
  readonly password?: boolean;
  /** Aborted when nobody wants the answer any more. */
  readonly withdrawn?: AbortSignal;
}

interface Waiting {
  answer(text: string): void;
}

/** Asks the person in front of the notebook, one question at a time. */
export class Input {
  private waiting: Waiting | undefined;
  private previous: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly host: Pick<IoThread, 'waitUntil'>,
    private readonly messages: ClientMessages,
    private readonly streams: OutputStreams,
    private readonly currentCell: CurrentCell,
  ) {}

  /** As `askFor` does, for the running code. */
  ask(prompt = '', { password = false }: { readonly password?: boolean } = {}): Promise<string> {
    return this.askFor(this.currentCell.owner, { prompt, password });
  }

  /**
   * Rejects with a UserError when the front end cannot ask, with the interruption when the cell is interrupted, and with
   * the signal's reason when the question is withdrawn.
   */
  async askFor(owner: Owner | undefined, question: Question): Promise<string> {
    const asker = whoCanAsk(owner);
    const answer = this.previous.then(() => this.askNow(asker, question));
    this.previous = answer.catch(() => undefined);
    return answer;
  }

  /** As `ask`, but keeps the thread until the person has answered, for code that cannot wait in another way. */
  askAndWait(question: Question): string {
    const owner = whoCanAsk(this.currentCell.owner);
    owner.signal.throwIfAborted();
    const { waiting } = this;
    let given: string | undefined;
    this.waiting = {
      answer: (text) => {
        given = text;
      },
    };
    this.send(owner, question);
    this.host.waitUntil(() => given !== undefined || owner.signal.aborted);
    this.waiting = waiting;
    owner.signal.throwIfAborted();
    return given ?? '';
  }

  /** Takes what the person typed. Drops an answer when no cell waits for it. */
  handleReply(text: string): void {
    this.waiting?.answer(text);
  }

  private askNow(owner: Owner, question: Question): Promise<string> {
    const { withdrawn } = question;
    const signal = withdrawn ? AbortSignal.any([owner.signal, withdrawn]) : owner.signal;
    signal.throwIfAborted();
    this.send(owner, question);
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

  private send({ request }: Owner, { prompt, password = false }: Question): void {
    this.streams.flush();
    this.messages.ask(request, 'input_request', { prompt, password });
  }
}

function whoCanAsk(owner: Owner | undefined): Owner {
  if (owner?.canAsk === true) return owner;
  throw new UserError('This front end cannot ask questions. Give the value in the cell, or run it in JupyterLab.');
}

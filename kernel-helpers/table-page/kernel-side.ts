import type { Look } from '../src/widgets/explore/look';
import type { Answers, PageAnswer, PageQuestion, PageState } from '../src/widgets/explore/page-contract';

/** What anywidget hands to a view (https://anywidget.dev/en/afm/). */
export interface PageModel {
  get<Key extends keyof PageState>(key: Key): PageState[Key];
  on(event: string, listener: (content: unknown) => void): void;
  off(event: string, listener: (content: unknown) => void): void;
  send(content: unknown): void;
}

type Asked<Ask extends PageQuestion['ask']> = Omit<Extract<PageQuestion, { ask: Ask }>, 'id' | 'ask'>;

interface Waiting {
  resolve(answer: unknown): void;
  reject(reason: Error): void;
}

/** The table in the kernel, as one view of it sees it. */
export class KernelSide {
  readonly #waiting = new Map<string, Waiting>();
  readonly #view = Math.random().toString(36).slice(2);
  readonly #stops: (() => void)[] = [];
  readonly #onLook: (() => void)[] = [];
  #wanted: Look | undefined;
  #asked = 0;

  constructor(private readonly model: PageModel) {
    this.#listen('msg:custom', (content) => this.#receive(content as PageAnswer));
  }

  get<Key extends keyof PageState>(key: Key): PageState[Key] {
    return this.model.get(key);
  }

  onChange(key: keyof PageState, listener: () => void): void {
    this.#listen(`change:${key}`, listener);
  }

  ask<Ask extends PageQuestion['ask']>(ask: Ask, question: Asked<Ask>): Promise<Answers[Ask]> {
    this.#asked += 1;
    const id = `${this.#view}-${this.#asked}`;
    return new Promise((resolve, reject) => {
      // The kernel answers each question with the type that its name stands for.
      this.#waiting.set(id, { resolve: (answer) => resolve(answer as Answers[Ask]), reject });
      this.model.send({ id, ask, ...question });
    });
  }

  /** What a person has chosen last, also before the kernel has heard of it. */
  get look(): Look {
    return this.#wanted ?? this.model.get('look');
  }

  /** Calls `listener` when the person, or another view, has chosen another look. */
  onLook(listener: () => void): void {
    this.#onLook.push(listener);
    this.onChange('look', listener);
  }

  /** Asks for another look; its rows come as a change of `shown`. */
  async take(look: Look): Promise<void> {
    this.#wanted = look;
    for (const listener of this.#onLook) listener();
    try {
      await this.ask('look', { look });
    } finally {
      if (this.#wanted === look) {
        this.#wanted = undefined;
        for (const listener of this.#onLook) listener();
      }
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #listen(event: string, listener: (content: unknown) => void): void {
    this.model.on(event, listener);
    this.#stops.push(() => this.model.off(event, listener));
  }

  #receive(message: PageAnswer): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('failure' in message) waiting?.reject(new Error(message.failure));
    else waiting?.resolve(message.answer);
  }
}

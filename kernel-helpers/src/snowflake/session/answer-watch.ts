import { whyUnreachable } from '../../network/why-unreachable';

/** A failure that is over soon is not worth a word: requests are sent again after each failure. */
const FAILING_FOR_SECONDS = 10;
/** While a statement runs, Snowflake answers every request within 45 seconds, if only to say that it still runs. */
const SILENT_FOR_SECONDS = 90;

/** How long failures, or silence, must last before they are told. */
export interface Patience {
  readonly failingForSeconds?: number;
  readonly silentForSeconds?: number;
}

/** One request, from its start until its answer begins or it fails. What it is told afterwards says nothing new. */
export interface WatchedRequest {
  answered(status: number): void;
  failed(error: unknown): void;
}

/** Tells once, when a server has not been reached for a while by requests that are sent again and again. */
export class AnswerWatch {
  #failingSince: number | undefined;
  #isOver = false;
  readonly #silences = new Set<NodeJS.Timeout>();
  readonly #host: string;
  readonly #failingForSeconds: number;
  readonly #silentForSeconds: number;

  constructor(
    private readonly accessUrl: string,
    private readonly tell: (problem: string) => void,
    { failingForSeconds = FAILING_FOR_SECONDS, silentForSeconds = SILENT_FOR_SECONDS }: Patience = {},
  ) {
    this.#host = new URL(accessUrl).host;
    this.#failingForSeconds = failingForSeconds;
    this.#silentForSeconds = silentForSeconds;
  }

  begin(): WatchedRequest {
    if (this.#isOver) return { answered: () => undefined, failed: () => undefined };
    const silence = setTimeout(
      () => this.#say(`${this.#host} has not answered for ${this.#silentForSeconds} seconds.`),
      this.#silentForSeconds * 1000,
    ).unref();
    this.#silences.add(silence);
    const isFirst = (): boolean => {
      clearTimeout(silence);
      return this.#silences.delete(silence);
    };
    return {
      answered: (status) => {
        if (!isFirst()) return;
        if (status >= 500) this.#fail(`${this.#host} answers HTTP ${status}.`);
        else this.#failingSince = undefined;
      },
      failed: (error) => {
        if (isFirst()) this.#fail(whyUnreachable(this.accessUrl, error));
      },
    };
  }

  /** Calling it twice is fine. */
  end(): void {
    this.#isOver = true;
    for (const silence of this.#silences) clearTimeout(silence);
    this.#silences.clear();
  }

  #fail(problem: string): void {
    this.#failingSince ??= Date.now();
    if (Date.now() - this.#failingSince >= this.#failingForSeconds * 1000) this.#say(problem);
  }

  #say(problem: string): void {
    this.end();
    this.tell(problem);
  }
}

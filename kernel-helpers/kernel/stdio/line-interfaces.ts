import readline from 'node:readline';
import readlinePromises from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Question } from '../answers/input';
import { AskingStream, type Questioner } from './asking-stream';

type AnyFunction = (...parameters: unknown[]) => unknown;
type LineInterface = readline.Interface & { question: AnyFunction };

interface InterfaceOptions {
  readonly input?: unknown;
  readonly output?: unknown;
}

/** Node's name for the method that code replaces in order to hide what is typed. */
const WRITE_TO_OUTPUT = '_writeToOutput';

/** Makes `readline` ask in the notebook where it would read the process's own input. */
export function captureLineInterfaces(questioner: Questioner, opened: (lines: AskingStream) => void): void {
  for (const module of [readline, readlinePromises]) {
    const createInterface = new Proxy(module.createInterface as AnyFunction, {
      apply: (create, self, parameters) => {
        const options = optionsOf(parameters);
        if (!(options.input instanceof AskingStream)) return Reflect.apply(create, self, parameters);
        const lines = new AskedLines(questioner, options.output);
        const made = { ...options, input: lines, output: lines.prompts, terminal: false };
        const lineInterface = Reflect.apply(create, self, [made]) as LineInterface;
        lines.follow(lineInterface);
        opened(lines);
        return lineInterface;
      },
    });
    Object.assign(module, { createInterface });
  }
}

/** Either one object, or input, output, completer and terminal one by one. */
function optionsOf([first, output, completer, terminal]: readonly unknown[]): InterfaceOptions {
  const isOptions = typeof first === 'object' && first !== null && 'input' in first;
  return isOptions ? first : { input: first, output, ...Object(completer && { completer }), terminal };
}

/** The input of one interface of `readline`: it asks when a question was put, or when somebody listens for lines. */
class AskedLines extends AskingStream {
  /** What the interface writes to; text before a line break is a prompt, and belongs beside the input box. */
  readonly prompts: Writable;
  private prompt: string | undefined;
  private lineInterface: LineInterface | undefined;

  constructor(
    questioner: Questioner,
    private readonly output: unknown,
  ) {
    super(questioner);
    this.prompts = new Writable({
      decodeStrings: false,
      write: (chunk, _encoding, written) => {
        this.showPrompt(String(chunk));
        written();
      },
    });
  }

  follow(lineInterface: LineInterface): void {
    this.lineInterface = lineInterface;
    lineInterface.once('close', () => this.withdraw());
    lineInterface.on('newListener', (event) => {
      if (event === 'line') setImmediate(() => this.wake());
    });
    lineInterface.question = endingWithCell(lineInterface.question, () => this.questioner.owner?.signal);
  }

  protected override isWanted(): boolean {
    const isAsked = this.prompt !== undefined || (this.lineInterface?.listenerCount('line') ?? 0) > 0;
    return isAsked && super.isWanted();
  }

  protected override question(): Question {
    const { prompt } = this;
    return prompt === undefined ? super.question() : { prompt, password: this.isHidden() };
  }

  protected override receive(answer: string): void {
    const wasPrompted = this.prompt !== undefined;
    this.prompt = undefined;
    super.receive(wasPrompted ? `${answer}\n` : answer);
  }

  private showPrompt(text: string): void {
    const shown = (this.prompt ?? '') + text;
    const end = shown.lastIndexOf('\n') + 1;
    if (this.output instanceof Writable) {
      const printed = isOwnOutput(this.output) ? shown.slice(0, end) : text;
      if (printed !== '') this.output.write(printed);
    }
    this.prompt = shown.slice(end);
    this.wake();
  }

  /** True where code sends what is typed elsewhere, as people do who ask for a password. */
  private isHidden(): boolean {
    const isElsewhere = this.output instanceof Writable && !isOwnOutput(this.output);
    const symbols = Object.getOwnPropertySymbols(this.lineInterface ?? {});
    return isElsewhere || symbols.some(({ description }) => description === WRITE_TO_OUTPUT);
  }
}

function isOwnOutput(stream: unknown): boolean {
  return stream === process.stdout || stream === process.stderr;
}

/** An interrupted cell forgets its questions; otherwise the next answer would go to them. */
function endingWithCell(question: AnyFunction, signalOfCell: () => AbortSignal | undefined): AnyFunction {
  return new Proxy(question, {
    apply: (ask, self, [query, ...rest]) => {
      const signal = signalOfCell();
      if (!signal) return Reflect.apply(ask, self, [query, ...rest]);
      const isGiven = typeof rest[0] === 'object' && rest[0] !== null;
      const options: { readonly signal?: AbortSignal } = isGiven ? Object(rest[0]) : {};
      const both = options.signal ? AbortSignal.any([options.signal, signal]) : signal;
      return Reflect.apply(ask, self, [query, { ...options, signal: both }, ...rest.slice(isGiven ? 1 : 0)]);
    },
  });
}

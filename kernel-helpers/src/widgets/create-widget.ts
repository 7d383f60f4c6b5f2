import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { UserError } from '../errors';
import { INSPECT, MIME } from '../mime';
import { html } from '../render/html';
import { JUPYTER_DISPLAY, type MimeBundle, SHOW_ITSELF } from '../render/self-display';
import { requireSameKind } from './same-kind';
import type { Widget, WidgetOptions } from './widget';
import { WidgetModel } from './widget-model';
import { checkWidgetOptions, valueProblems } from './widget-options';
import { WidgetOutput } from './widget-output';

/** Makes a widget and announces it to the front end; throws a UserError that names everything that is wrong. */
export function createWidget<State extends object>(options: WidgetOptions<State>): Widget<State> {
  checkWidgetOptions(options);
  return new CustomWidget(options);
}

type Parsers = Readonly<Record<string, ((value: unknown) => unknown) | undefined>>;

class CustomWidget<State extends object> implements Widget<State> {
  private readonly model: WidgetModel;
  private readonly output: WidgetOutput;
  private readonly describeState: WidgetOptions<State>['text'];

  constructor({ esm, css, state, parse, text }: WidgetOptions<State>) {
    const parsers: Parsers = { ...parse };
    const first: Readonly<Record<string, unknown>> = { ...state };
    this.describeState = text;
    this.model = new WidgetModel({
      name: 'The widget',
      // Front ends keep one style sheet for each name, so another sheet gets another name.
      styleName: `widget-${createHash('sha256').update(`${css}`).digest('hex').slice(0, 16)}`,
      esm,
      ...(css !== undefined && { css }),
      state: first,
      read: (key, value) => {
        const parser = parsers[key];
        return parser === undefined ? requireSameKind(key, first[key], value) : parser(value);
      },
    });
    this.output = new WidgetOutput(this.model, () => this.describe());
  }

  get<Key extends keyof State & string>(key: Key): State[Key] {
    this.requireKey(key);
    // A value from the page was read by the key's own function, or is of the same kind as the first value.
    return this.model.get(key) as State[Key];
  }

  set<Key extends keyof State & string>(key: Key, value: State[Key]): void {
    this.requireKey(key);
    const problems = valueProblems(key, value);
    if (problems.length > 0) throw new UserError(`The widget was not changed: ${problems.join('; ')}.`);
    this.model.set({ [key]: value });
  }

  onChange<Key extends keyof State & string>(key: Key, listener: (value: State[Key]) => unknown): () => void {
    this.requireKey(key);
    return this.model.changes.add((changed) => {
      return Object.hasOwn(changed, key) ? listener(this.get(key)) : undefined;
    });
  }

  send(content: unknown, buffers: readonly Uint8Array[] = []): void {
    this.model.send(content, buffers);
  }

  onMessage(listener: (content: unknown, buffers: readonly Uint8Array[]) => unknown): () => void {
    return this.model.messages.add(listener);
  }

  close(): void {
    this.model.close();
  }

  [SHOW_ITSELF](): void {
    this.output.show();
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return this.output.bundle();
  }

  [INSPECT](): string {
    return this.text();
  }

  private requireKey(key: string): void {
    if (Object.hasOwn(this.model.all, key)) return;
    const known = Object.keys(this.model.all).join(', ');
    throw new UserError(
      `The widget has no state ${inspect(key)}. ${known === '' ? 'It has no state at all.' : `It has: ${known}.`}`,
    );
  }

  private describe(): MimeBundle {
    return { [MIME.html]: html`<pre>${this.text()}</pre>`.text, [MIME.text]: this.text() };
  }

  private text(): string {
    if (this.describeState === undefined) return `Widget ${inspect(this.model.all)}`;
    return this.describeState(this.model.all as State);
  }
}

import { inspect } from 'node:util';

/** The languages that lessons are written in. */
export type Language = 'en' | 'es';

/** One sentence for a learner, in each language. */
export type Said = Readonly<Record<Language, string>>;

type State = 'unsolved' | 'wrong' | 'right';

const OPENINGS: Readonly<Record<State, Said>> = {
  unsolved: { en: '○ Not solved yet.', es: '○ Sin resolver todavía.' },
  wrong: { en: '✗ Not yet.', es: '✗ Todavía no.' },
  right: { en: '✓ Right.', es: '✓ Correcto.' },
};

/** What a check says about an answer. As the last expression of a cell, it shows its text. */
export class Verdict {
  readonly text: string;

  constructor(
    readonly state: State,
    said: Said,
    language: Language,
  ) {
    this.text = `${OPENINGS[state][language]} ${said[language]}`;
  }

  /** The key by which the kernel asks a value how it looks. */
  [Symbol.for('Jupyter.display')](): Readonly<Record<string, string>> {
    return { 'text/markdown': this.text.replace(/^(.*?[.])/, '**$1**'), 'text/plain': this.text };
  }

  [inspect.custom](): string {
    return this.text;
  }
}

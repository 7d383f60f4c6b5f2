import { mapTexts } from './map-texts';

/** Shorter names would be found inside of other words' borders too often, as `X` is. */
const SHORTEST = 2;

/** Takes known names out of texts, each always by the same label, and puts them back into what is sent. */
export class NameMask {
  private readonly labels = new Map<string, string>();
  private pattern: RegExp | undefined;

  /** From now on this name is shown as the label, wherever it stands alone. */
  learn(name: string | undefined, label: string): void {
    if (name === undefined || name.length < SHORTEST || this.labels.has(name) || name === label) return;
    this.labels.set(name, label);
    const longestFirst = [...this.labels.keys()].sort((one, other) => other.length - one.length);
    this.pattern = new RegExp(
      `(?<![\\p{L}\\p{N}_])(?:${longestFirst.map(literal).join('|')})(?![\\p{L}\\p{N}_])`,
      'gu',
    );
  }

  /** The same, with a number behind the word: each name has its own. */
  learnNumbered(name: string, word: string): void {
    if (this.labels.has(name)) return;
    const count = [...this.labels.values()].filter((label) => label.startsWith(`${word}_`)).length;
    this.learn(name, `${word}_${count + 1}`);
  }

  /** A copy of a JSON value without the names. */
  mask<Value>(value: Value): Value {
    const { pattern } = this;
    if (pattern === undefined) return value;
    return mapTexts(value, (text) => text.replace(pattern, (name) => this.labels.get(name) ?? name));
  }

  /** The names again, in texts that are a label and nothing more. */
  unmask<Value>(value: Value): Value {
    const names = new Map([...this.labels].map(([name, label]) => [label, name]));
    return mapTexts(value, (text) => names.get(text) ?? text);
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

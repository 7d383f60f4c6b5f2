import { INSPECT } from '../mime';
import { JUPYTER_DISPLAY, type MimeBundle } from '../render/self-display';

/**
 * A secret that has been read. It shows its name and its keys, never a value,
 * because the last expression of a cell is saved with the notebook.
 */
export class Secret {
  readonly id: string;
  readonly keys: readonly string[];
  readonly #values: Readonly<Record<string, string>>;

  constructor(id: string, values: Readonly<Record<string, string>>) {
    this.id = id;
    this.keys = Object.keys(values);
    this.#values = values;
  }

  /** The value of a key; undefined when the secret has no such key. Do not print it. */
  value(key: string): string | undefined {
    return Object.hasOwn(this.#values, key) ? this.#values[key] : undefined;
  }

  toJSON(): { readonly id: string; readonly keys: readonly string[] } {
    return { id: this.id, keys: this.keys };
  }

  toString(): string {
    if (this.keys.length === 0) return 'no secret: SF_AUTHENTICATOR says to log in as the AWS role of this process';
    return `secret ${this.id} with the keys ${this.keys.join(', ')} (values hidden)`;
  }

  [INSPECT](): string {
    return this.toString();
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    return { 'text/plain': this.toString() };
  }
}

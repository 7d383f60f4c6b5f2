import { INSPECT } from '../../mime';
import type { Bind } from '../session/session';

/** A statement as text, with a `?` for each of the values that are sent beside it. */
export class SqlText {
  constructor(
    readonly sqlText: string,
    readonly binds: readonly Bind[],
  ) {}

  toString(): string {
    const values = this.binds.map((bind) => (typeof bind === 'string' ? JSON.stringify(bind) : String(bind)));
    return `${this.sqlText}${values.length === 0 ? '' : `\n-- ? is ${values.join(', ')}`}`;
  }

  [INSPECT](): string {
    return this.toString();
  }
}

import { foldWritten } from './identifiers';
import { isName, isSymbol, type SqlToken } from './tokens';

/** The tokens of one statement with its parentheses paired; positions are indexes of `tokens`. */
export class TokenTree {
  private readonly ends = new Map<number, number>();

  constructor(readonly tokens: readonly SqlToken[]) {
    const open: number[] = [];
    tokens.forEach((token, index) => {
      if (isSymbol(token, '(')) open.push(index);
      else if (isSymbol(token, ')')) this.ends.set(open.pop() ?? -1, index + 1);
    });
  }

  /** The position after the parenthesis that closes the one at `open`; the statement's end if it is missing. */
  endOfGroup(open: number): number {
    return this.ends.get(open) ?? this.tokens.length + 1;
  }

  /** The positions from `from` to `to` outside of inner parentheses; an opening one stands for its group. */
  level(from: number, to: number): readonly number[] {
    const positions: number[] = [];
    for (let at = from; at < Math.min(to, this.tokens.length); ) {
      positions.push(at);
      at = isSymbol(this.tokens[at], '(') ? this.endOfGroup(at) : at + 1;
    }
    return positions;
  }

  /** The name that begins at a position, folded part by part (empty if there is none), and the position after it. */
  nameAt(start: number): readonly [name: readonly string[], next: number] {
    const name: string[] = [];
    let at = start;
    for (let part = this.partAt(at); part !== undefined; part = this.partAt(at)) {
      name.push(part);
      at += 1;
      if (!isSymbol(this.tokens[at], '.')) break;
      at += 1;
      // docs.snowflake.com, "Object name resolution": db..t is db.public.t.
      if (isSymbol(this.tokens[at], '.')) {
        name.push('PUBLIC');
        at += 1;
      }
    }
    return [name, at];
  }

  bindsBefore(index: number): number {
    return this.tokens.slice(0, index).filter(({ kind }) => kind === 'bind').length;
  }

  private partAt(index: number): string | undefined {
    const token = this.tokens[index];
    return isName(token) ? foldWritten(token.text) : undefined;
  }
}

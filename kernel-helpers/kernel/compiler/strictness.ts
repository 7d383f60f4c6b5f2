import type ts from 'typescript';

/** `// @strict` on a line of its own; `// @strict: false` ends it. Stock tslab sees a comment. */
const PRAGMA = /^[ \t]*\/\/[ \t]*@strict(?:[ \t]*:[ \t]*(true|false))?[ \t]*$/gm;

/** How strictly cells are checked: not strictly at first, and strictly from the first cell on that asks for it. */
export class Strictness {
  private options: ts.CompilerOptions = {};
  private isStrict: boolean | undefined;

  /** TypeScript reads these options anew for every cell. */
  govern(options: ts.CompilerOptions): void {
    this.options = options;
    this.apply();
  }

  /** Follows the last pragma in a cell. */
  follow(source: string): void {
    const last = [...source.matchAll(PRAGMA)].at(-1);
    if (!last) return;
    this.isStrict = last[1] !== 'false';
    this.apply();
  }

  private apply(): void {
    if (this.isStrict !== undefined) this.options.strict = this.isStrict;
  }
}

/** The only one of the process, because the compiler in a start-up snapshot is already linked to it. */
export const strictness = new Strictness();

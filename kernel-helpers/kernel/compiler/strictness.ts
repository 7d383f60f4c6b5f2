import type ts from 'typescript';

/** `// @strict` on a line of its own; `// @strict: false` ends it. Stock tslab sees a comment. */
const PRAGMA = /^[ \t]*\/\/[ \t]*@strict(?:[ \t]*:[ \t]*(true|false))?[ \t]*$/gm;

/** How strictly cells are checked: not, until a cell of the notebook asks for it; then from that cell on. */
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

/** The one of the process, for a start-up snapshot holds a compiler that is linked to it already. */
export const strictness = new Strictness();

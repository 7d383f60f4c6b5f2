/** As wide as a digit, and as wide as a point, where digits are all of one width. */
const FIGURE_SPACE = '\u2007';
const PUNCTUATION_SPACE = '\u2008';
/** A number with more decimals than this would push all others to the left. */
const MOST_DECIMALS = 8;

/** Puts the decimal points of a column under each other, without digits that the numbers do not have. */
export class DecimalPoints {
  /** The most decimals that were seen, by column. */
  readonly #most: number[] = [];

  see(column: number, text: string): void {
    const decimals = decimalsOf(text);
    if (decimals > (this.#most[column] ?? 0)) this.#most[column] = Math.min(decimals, MOST_DECIMALS);
  }

  aligned(column: number, text: string): string {
    const most = this.#most[column] ?? 0;
    const decimals = decimalsOf(text);
    if (most === 0 || decimals >= most) return text;
    return text + (decimals === 0 ? PUNCTUATION_SPACE : '') + FIGURE_SPACE.repeat(most - decimals);
  }
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point === -1 || text.includes('e') ? 0 : text.length - point - 1;
}

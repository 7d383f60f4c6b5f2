import { UserError } from '../errors';
import { INSPECT } from '../mime';
import { decimalText, unscaledDigits } from './decimal-digits';

/** A NUMBER whose digits do not fit a JavaScript number. It keeps all of them; `toNumber()` rounds. */
export class Decimal {
  /** @param unscaled the digits without the point: the value times 10 to the power of `scale`. */
  constructor(
    readonly unscaled: bigint,
    readonly scale: number,
  ) {}

  /** From plain digits, such as `12345678901234567890123.45`. */
  static from(text: string): Decimal {
    const scale = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
    const unscaled = /^-?\d+(\.\d+)?$/.test(text) ? unscaledDigits(text, scale) : undefined;
    if (unscaled !== undefined) return new Decimal(unscaled, scale);
    throw new UserError(`"${text.slice(0, 40)}" is not a decimal; write digits, such as 123.45.`);
  }

  /** The nearest number. */
  toNumber(): number {
    return Number(this.toString());
  }

  toString(): string {
    return decimalText(this.unscaled, this.scale);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Throws, since computing with it would silently round it or join texts. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    throw new UserError(
      `${this.toString()} has more digits than a number holds. Use toNumber() to round it, or compute in SQL.`,
    );
  }

  [INSPECT](): string {
    return this.toString();
  }
}

/** The nearest number of a cell's value; NaN for a missing value and for one that is not a number. */
export function nearestNumber(value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  return value instanceof Decimal ? value.toNumber() : Number(value);
}

/** Bytes of a whole number in Arrow. */
export type IntegerWidth = 1 | 2 | 4 | 8 | 16;

/** The fewest bytes that hold both of these whole numbers. */
export function narrowestWidth(least: bigint, most: bigint): IntegerWidth {
  const fits = (bits: number): boolean => BigInt.asIntN(bits, least) === least && BigInt.asIntN(bits, most) === most;
  const widths = [1, 2, 4, 8] as const;
  return widths.find((width) => fits(width * 8)) ?? 16;
}

/** The same 16-byte numbers in fewer bytes, which must hold them. */
export function narrowed(
  numbers: Uint8Array<ArrayBuffer>,
  width: IntegerWidth,
): Int8Array | Int16Array | Int32Array | BigInt64Array | Uint32Array {
  const { buffer, byteOffset, length } = numbers;
  switch (width) {
    case 1:
      return everyNth(new Int8Array(buffer, byteOffset, length), new Int8Array(length / 16), 16);
    case 2:
      return everyNth(new Int16Array(buffer, byteOffset, length / 2), new Int16Array(length / 16), 8);
    case 4:
      return everyNth(new Int32Array(buffer, byteOffset, length / 4), new Int32Array(length / 16), 4);
    case 8: {
      const found = new BigInt64Array(length / 16);
      const whole = new BigInt64Array(buffer, byteOffset, length / 8);
      for (let row = 0; row < found.length; row += 1) found[row] = whole[row * 2];
      return found;
    }
    case 16:
      return new Uint32Array(buffer, byteOffset, length / 4);
  }
}

function everyNth<Values extends Int8Array | Int16Array | Int32Array>(all: Values, found: Values, n: number): Values {
  for (let row = 0; row < found.length; row += 1) found[row] = all[row * n];
  return found;
}

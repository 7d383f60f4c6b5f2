/** Rounds values to a part of their range: further digits are not seen, and make saved notebooks larger. */
export function roundingOf([low, high]: readonly [number, number], steps: number): (value: number) => number {
  const step = (high - low) / steps;
  if (!(step > 0) || !Number.isFinite(step)) return (value) => Number(value.toPrecision(6));
  const digits = -Math.floor(Math.log10(step));
  if (digits > 15) return (value) => value;
  // Multiplying by a share such as 0.001 would leave digits that are not there.
  const [up, down] = digits >= 0 ? [10 ** digits, 1] : [1, 10 ** -digits];
  return (value) => (Math.round((value * up) / down) * down) / up;
}

import { Type } from '@uwdata/flechette';
import type { BatchPart } from './batch-part';

/**
 * DECFLOAT comes as `{exponent, significand}`, the significand as bytes of a signed number, the highest first
 * (`nanoarrow_cpp/ArrowIterator/DecFloatConverter.cpp` of the Python connector, 4.8).
 * @returns texts such as `15e-1`, undefined for a null; undefined for another type.
 */
export function decFloatsOf({ type, batch, from, rows }: BatchPart): readonly (string | undefined)[] | undefined {
  if (type.typeId !== Type.Struct) return undefined;
  const names = type.children.map(({ name }) => name);
  const exponents = batch.children?.[names.indexOf('exponent')];
  const significands = batch.children?.[names.indexOf('significand')];
  if (exponents === undefined || significands === undefined) return undefined;
  return Array.from({ length: rows }, (_, row) => {
    const exponent: unknown = exponents.at(from + row);
    const significand: unknown = significands.at(from + row);
    if (typeof exponent !== 'number' || !(significand instanceof Uint8Array)) return undefined;
    const hex = Buffer.from(significand).toString('hex');
    return `${BigInt.asIntN(significand.length * 8, BigInt(`0x${hex || '0'}`))}e${exponent}`;
  });
}

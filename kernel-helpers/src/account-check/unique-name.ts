import { randomBytes } from 'node:crypto';

/** A name for a table that no one else has: `KERNEL_HELPERS_CHECK_0A1B2C3D4E5F`. */
export function uniqueTableName(): string {
  return `KERNEL_HELPERS_CHECK_${randomBytes(6).toString('hex').toUpperCase()}`;
}

const SIGNATURES: readonly (readonly [type: string, firstBytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

/** The MIME type of an image, told by its first bytes; undefined for other bytes. */
export function imageType(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find(([, firstBytes]) => firstBytes.every((byte, index) => bytes[index] === byte))?.[0];
}

import { crc32 } from 'node:zlib';
import { zlibSync } from 'fflate';

import type { PalettePicture } from './palette';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** One byte for each pixel, the place of its colour in the palette. */
const DEPTH = 8;
const PALETTE_TYPE = 3;

/**
 * Writes a picture as PNG: https://www.w3.org/TR/png-3/. It is compressed in JavaScript, since Node's own zlib gives other
 * bytes on other processors, and saved notebooks are compared.
 */
export function palettePng({ colours, pixels }: PalettePicture, width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([DEPTH, PALETTE_TYPE], 8);
  const palette = Buffer.from(colours.flatMap((colour) => [colour & 255, (colour >> 8) & 255, colour >> 16]));
  const lines = new Uint8Array(height * (width + 1));
  for (let line = 0; line < height; line += 1) {
    lines.set(pixels.subarray(line * width, (line + 1) * width), line * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', zlibSync(lines, { level: 6 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}

import { readFileSync } from 'node:fs';

/** How wide the letters of a font are. */
export interface Font {
  /** Width of a text for a size of 1. */
  widthOf(text: string): number;
  /** Whether the font has a glyph for every character of a text. */
  covers(text: string): boolean;
}

/**
 * Reads a font's widths from the tables `cmap` (which glyph a character has), `hmtx` (how wide glyphs are) and `head`:
 * https://learn.microsoft.com/typography/opentype/spec/otff
 */
export function readFont(file: string): Font {
  const bytes = readFileSync(file);
  const table = (tag: string): Buffer => tableOf(bytes, tag, file);
  const unitsPerEm = table('head').readUInt16BE(18);
  const measured = table('hhea').readUInt16BE(34);
  const widths = table('hmtx');
  const glyphs = glyphsOf(table('cmap'));
  const widthOfGlyph = (glyph: number): number => widths.readUInt16BE(4 * Math.min(glyph, measured - 1)) / unitsPerEm;
  const missing = widthOfGlyph(0);
  const known = new Map([...glyphs].map(([code, glyph]) => [code, widthOfGlyph(glyph)]));
  return {
    widthOf(text) {
      let width = 0;
      for (const character of text) width += known.get(character.codePointAt(0) ?? 0) ?? missing;
      return width;
    },
    covers: (text) => Array.from(text).every((character) => known.has(character.codePointAt(0) ?? 0)),
  };
}

function tableOf(bytes: Buffer, tag: string, file: string): Buffer {
  const count = bytes.readUInt16BE(4);
  for (let at = 12; at < 12 + 16 * count; at += 16) {
    if (bytes.toString('latin1', at, at + 4) !== tag) continue;
    const start = bytes.readUInt32BE(at + 8);
    return bytes.subarray(start, start + bytes.readUInt32BE(at + 12));
  }
  throw new Error(`The font ${file} has no table ${tag}.`);
}

/** The glyph of each character, from the subtable of format 4: segments of characters with one rule each. */
function glyphsOf(cmap: Buffer): ReadonlyMap<number, number> {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(8 + 8 * index));
  const start = offsets.find((offset) => cmap.readUInt16BE(offset) === 4);
  if (start === undefined) throw new Error('The font has no characters in format 4.');
  const size = cmap.readUInt16BE(start + 6);
  const [ends, starts] = [start + 14, start + 16 + size];
  const [deltas, rangeOffsets] = [starts + size, starts + 2 * size];
  const glyphs = new Map<number, number>();
  for (let at = 0; at < size; at += 2) {
    const rangeOffset = cmap.readUInt16BE(rangeOffsets + at);
    for (let code = cmap.readUInt16BE(starts + at); code <= cmap.readUInt16BE(ends + at) && code < 0xffff; code += 1) {
      const place = rangeOffsets + at + rangeOffset + 2 * (code - cmap.readUInt16BE(starts + at));
      const found = rangeOffset === 0 ? code : cmap.readUInt16BE(place);
      if (found !== 0) glyphs.set(code, (found + cmap.readUInt16BE(deltas + at)) & 0xffff);
    }
  }
  return glyphs;
}

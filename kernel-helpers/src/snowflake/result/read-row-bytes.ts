import { streamChunk } from './download-chunk';
import type { ResultManifest } from './manifest';
import type { WantedRows } from './piece-decoder';
import { checkRange, overlappingPieces, wantedInline } from './result-pieces';

/**
 * Where wanted rows are, `rows` rows after the first `skip`, as JSON text: `["1","a"],["2",null]`. Plain data, so that
 * another thread can read them. Never log it: with its link, anyone can read the rows.
 */
export interface RowSource {
  readonly skip: number;
  readonly rows: number;
  /** True if nothing may follow them. */
  readonly isToEnd: boolean;
  readonly place:
    | { readonly kind: 'text'; readonly text: Uint8Array }
    | { readonly kind: 'chunk'; readonly link: string; readonly headers: Readonly<Record<string, string>> };
}

/** Where rows `from` to `to` of a result are, in their order. Only the chunks that hold such rows are among them. */
export function rowSources(manifest: ResultManifest, from: number, to: number): readonly RowSource[] {
  checkRange(manifest, from, to);
  const inline = wantedInline(manifest, from, to);
  const headers = { ...manifest.chunkHeaders };
  return [
    ...(inline === undefined ? [] : [inlineSource(manifest.inline.bytes, inline)]),
    ...overlappingPieces(manifest, from, to).map(
      ({ chunkIndex, chunkRows, skip, rows }): RowSource => ({
        skip,
        rows,
        isToEnd: skip + rows === chunkRows,
        place: { kind: 'chunk', link: manifest.chunks[chunkIndex].url, headers },
      }),
    ),
  ];
}

/** The bytes of a source as they come, cut anywhere. Whoever has read the wanted rows stops, which ends the download. */
export async function* readRowBytes({ place }: RowSource, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  if (place.kind === 'chunk') yield* streamChunk(place.link, place.headers, signal);
  else yield Buffer.from(place.text.buffer, place.text.byteOffset, place.text.length);
}

function inlineSource(text: Uint8Array, { chunkRows, skip, rows }: WantedRows): RowSource {
  return { skip, rows, isToEnd: skip + rows === chunkRows, place: { kind: 'text', text } };
}

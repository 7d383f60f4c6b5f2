import { packedParts } from './download-chunk';
import type { ResultManifest } from './manifest';
import type { WantedRows } from './piece-decoder';
import { checkRange, overlappingPieces, wantedInline } from './result-pieces';

/**
 * Where wanted rows are. Plain data, so that another thread can read them. Never log it: with its link, anyone can read
 * the rows.
 */
export interface RowSource extends WantedRows {
  readonly place:
    | { readonly kind: 'inline'; readonly bytes: Uint8Array }
    | { readonly kind: 'chunk'; readonly link: string; readonly headers: Readonly<Record<string, string>> };
}

/** Where rows `from` to `to` of a result are, in their order. Only the chunks that hold such rows are among them. */
export function rowSources(manifest: ResultManifest, from: number, to: number): readonly RowSource[] {
  checkRange(manifest, from, to);
  const inline = wantedInline(manifest, from, to);
  const headers = { ...manifest.chunkHeaders };
  return [
    ...(inline === undefined ? [] : [{ ...inline, place: { kind: 'inline', bytes: manifest.inline.bytes } } as const]),
    ...overlappingPieces(manifest, from, to).map(
      ({ chunkIndex, chunkRows, skip, rows }): RowSource => ({
        chunkRows,
        skip,
        rows,
        place: { kind: 'chunk', link: manifest.chunks[chunkIndex].url, headers },
      }),
    ),
  ];
}

/** The bytes of a source as they come, for a decoder. Whoever has read the wanted rows stops, which ends the download. */
export async function* packedBytes({ place }: RowSource, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (place.kind === 'chunk') yield* packedParts(place.link, place.headers, signal);
  else yield place.bytes;
}

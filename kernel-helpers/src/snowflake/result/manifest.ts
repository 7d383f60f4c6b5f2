/** What a Snowflake result consists of, before any of its rows is read: the parsed answer to one SELECT. */
export interface ResultManifest {
  readonly queryId: string;
  readonly columns: readonly ResultColumn[];
  /** The session's parameter TIMEZONE, which TIMESTAMP_LTZ is shown in; undefined where the answer does not tell. */
  readonly timeZone?: string;
  /** Rows of the whole result: the inline ones and those of every chunk. */
  readonly rowCount: number;
  /** Rows that came with the answer; they stand before the first chunk. Every cell is text or null. */
  readonly inlineRows: readonly (readonly (string | null)[])[];
  readonly chunks: readonly ResultChunk[];
  /** Headers that every chunk download must carry. They and the URLs give access to the data: keep them out of logs. */
  readonly chunkHeaders: Readonly<Record<string, string>>;
}

export interface ResultColumn {
  readonly name: string;
  /** Snowflake's wire type in lower case: `fixed`, `real`, `text`, `boolean`, `date`, `timestamp_ntz`, … */
  readonly wireType: string;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly nullable: boolean;
}

export interface ResultChunk {
  readonly url: string;
  readonly rowCount: number;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
}

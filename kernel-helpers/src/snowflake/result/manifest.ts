/** How the rows of a result are written: as texts in JSON, or as columns of Arrow's IPC stream. */
export type ResultFormat = 'json' | 'arrow';

/** What a Snowflake result consists of, before any of its rows is read: the parsed answer to one SELECT. */
export interface ResultManifest {
  readonly queryId: string;
  /** The format of the inline rows and of every chunk. */
  readonly format: ResultFormat;
  readonly columns: readonly ResultColumn[];
  /** The session's parameter TIMEZONE, which TIMESTAMP_LTZ is shown in; undefined where the answer does not tell. */
  readonly timeZone?: string;
  /** Rows of the whole result: the inline ones and those of every chunk. */
  readonly rowCount: number;
  /** Rows that came with the answer; they stand before the first chunk. */
  readonly inline: InlineRows;
  readonly chunks: readonly ResultChunk[];
  /** Headers that every chunk download must carry. They and the URLs give access to the data: keep them out of logs. */
  readonly chunkHeaders: Readonly<Record<string, string>>;
}

export interface InlineRows {
  readonly rowCount: number;
  /** As a chunk holds them: of JSON `["1","a"],["2",null]` without outer brackets, of Arrow one IPC stream. */
  readonly bytes: Uint8Array;
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

/** The texts of consecutive rows as UTF-8, one after another. Plain data, so that it can pass to another thread. */
export interface TextPart {
  readonly bytes: Uint8Array;
  /** Where each text begins, and where the last ends: one more than there are rows. */
  readonly offsets: Uint32Array;
}

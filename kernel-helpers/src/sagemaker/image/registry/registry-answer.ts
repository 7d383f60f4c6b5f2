/** An answer whose body is read piece by piece, or not at all. */
export interface RegistryAnswer {
  readonly status: number;
  /** Where the answer came from, after redirections. */
  readonly url: URL;
  header(name: string): string | undefined;
  pieces(): AsyncIterable<Uint8Array>;
  bytes(): Promise<Buffer>;
}

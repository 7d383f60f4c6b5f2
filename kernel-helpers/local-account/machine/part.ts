/** A part of the account that is a process of its own. */
export interface Part {
  readonly port: number;
  /** Resolves when the process has ended, and says how it ended. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

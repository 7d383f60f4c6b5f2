/** A part of the account that is a process of its own. */
export interface Part {
  readonly port: number;
  /** Settles when the process is over, with how it ended. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/** Something in the account that belongs to a stack, and is no part of it. */
export interface Belonging {
  /** What it is, with its name: `endpoint snowflake-xgboost-…`. */
  readonly what: string;
  /** An endpoint, its configuration and its model share it: while the endpoint stands, it needs the other two. */
  readonly sharedName?: string;
  /** True if it costs money by the hour while it exists. */
  readonly costsByTheHour: boolean;
  /** Deletes it and waits until it is gone; fine if it is gone already. */
  remove(signal: AbortSignal): Promise<void>;
}

/** `12.3 MB`. */
export function sizeText(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

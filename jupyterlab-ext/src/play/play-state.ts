/** How far a play is. */
export interface PlayState {
  readonly is: 'opening' | 'playing' | 'running' | 'failed' | 'over';
  /** The name of the notebook. */
  readonly notebook: string;
  /** From 1; 0 before the first. */
  readonly cell: number;
  readonly of: number;
  /** The heading over the cell. */
  readonly heading: string;
  /** Why it goes no further, if it does not. */
  readonly problem?: string;
}

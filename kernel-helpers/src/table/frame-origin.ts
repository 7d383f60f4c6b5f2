import { isDanfoFrame } from '../values/danfo-frame';

/** Writes on a frame where its rows came from. What its methods return says so too (see `danfo-members.ts`). */
export function markOrigin<Marked extends object>(frame: Marked, origin: string): Marked {
  return Object.defineProperty(frame, 'origin', { value: origin, configurable: true });
}

/** Gives the frame's origin to what a method returned: frames, series, and groups, which make frames later. */
export function carryOrigin(source: unknown, result: unknown): void {
  const origin = originOf(source);
  if (origin === undefined || typeof result !== 'object' || result === null) return;
  if ((isDanfoFrame(result) || isGroups(result)) && originOf(result) === undefined) markOrigin(result, origin);
}

/** True for the result of danfo's `groupby()`. */
export function isGroups(value: object): boolean {
  return 'colDict' in value && 'keyCol' in value;
}

function originOf(value: unknown): string | undefined {
  const origin = typeof value === 'object' && value !== null && 'origin' in value ? value.origin : undefined;
  return typeof origin === 'string' ? origin : undefined;
}

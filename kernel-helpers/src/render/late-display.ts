import type { MimeBundle } from './self-display';

/** Shows something at once, and in its place what comes later: a bundle, or the problem in place of one. */
export type LateDisplay = (first: MimeBundle, later: Promise<MimeBundle>) => void;

let offered: LateDisplay | undefined;

/** Lets values show what they have to ask for first. What writes outputs lies above this room, and not every program has it. */
export function offerLateDisplay(offer: LateDisplay): void {
  offered = offer;
}

/** What shows something later, if that is possible here. */
export function lateDisplay(): LateDisplay | undefined {
  return offered;
}

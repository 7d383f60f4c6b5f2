import { messageOf } from '../errors';
import { MIME } from '../mime';
import type { MimeBundle } from '../render/self-display';
import { liveDisplay } from './live-display';

/** Shows a bundle at once, and in its place the one that comes later, or what went wrong. */
export function showLater(first: MimeBundle, later: Promise<MimeBundle>): void {
  const output = liveDisplay(first);
  later
    .catch((problem: unknown) => ({ [MIME.text]: messageOf(problem) }))
    .then((bundle) => {
      output.update(bundle);
      output.close();
    });
}

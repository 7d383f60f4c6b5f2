import type { Pacing } from './pacing';

/** Where a key belongs to what is typed or chosen there. */
const TYPING = 'input, textarea, select, button, [contenteditable="true"], .cm-editor, .jp-Dialog, .lm-Menu';

/**
 * The keys of the speaker: Space holds and goes on; → or Page Down, which is what a presenter's remote control sends,
 * goes to the next step; Escape ends. Keys that are typed into a cell or a dialog stay there. Returns what ends it.
 */
export function hearKeys(pacing: Pacing): () => void {
  const acts = new Map([
    [' ', () => pacing.toggle()],
    ['ArrowRight', () => pacing.next()],
    ['PageDown', () => pacing.next()],
    ['Escape', () => pacing.end()],
  ]);
  const hear = (event: KeyboardEvent) => {
    const act = acts.get(event.key);
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(TYPING) !== null) return;
    // JupyterLab has other uses for these keys.
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  window.addEventListener('keydown', hear, { capture: true });
  return () => window.removeEventListener('keydown', hear, { capture: true });
}

/** What to play, and how. */
export interface PlayRequest {
  /** Notebooks by their paths in JupyterLab, in the order in which they are played. */
  readonly notebooks: readonly string[];
  /** How long the pauses are: 1 as a speaker needs them, 2 twice as long, 0 none. */
  readonly pace: number;
  /** A part of a heading, or the number of a cell from 1: the first notebook runs without pauses up to there. */
  readonly from?: string;
  /** How large the notebook is: 1 as usual. */
  readonly zoom: number;
}

/** The names in the address of the page. `npm run demo` writes them (kernel-helpers/jupyter/demo/demo-page.ts). */
const NOTEBOOK = 'play';
/** JupyterLab drops all but one of several values of one name. */
const SEPARATOR = '|';
const PACE = 'pace';
const FROM = 'from';
const ZOOM = 'zoom';

/** What the address of the page asks to play; undefined for an address that asks for nothing. */
export function playRequestIn(search: string): PlayRequest | undefined {
  const query = new URLSearchParams(search);
  const notebooks = (query.get(NOTEBOOK) ?? '').split(SEPARATOR).filter((path) => path !== '');
  if (notebooks.length === 0) return undefined;
  const from = query.get(FROM) ?? '';
  return {
    notebooks,
    pace: numberFrom(query.get(PACE)),
    zoom: numberFrom(query.get(ZOOM)) || 1,
    ...(from === '' ? {} : { from }),
  };
}

/** The same address without what it asks to play. */
export function withoutPlayRequest(search: string): string {
  const ours: readonly string[] = [NOTEBOOK, PACE, FROM, ZOOM];
  const others = search
    .slice(1)
    .split('&')
    .filter((part) => !ours.includes(part.split('=', 1)[0] ?? ''));
  return others.length === 0 ? '' : `?${others.join('&')}`;
}

/** A number that is not negative; 1 where none is told. */
function numberFrom(text: string | null): number {
  const number = text === null || text.trim() === '' ? 1 : Number(text);
  return Number.isFinite(number) && number >= 0 ? number : 1;
}

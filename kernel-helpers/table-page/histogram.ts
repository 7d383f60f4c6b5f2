import { setAttributes, svgElement } from './element';
import { shareAt } from './share-at';

const HEIGHT = 32;
/** A bar of a few rows among millions still shows that it is there. */
const LOWEST = 1;

/** Bars of all rows, and in front of them those of the kept ones. They are a picture: `label` says the same in words. */
export class Histogram {
  readonly node = svgElement('svg', { class: 'kht-bars', preserveAspectRatio: 'none' });
  #all: readonly SVGRectElement[] = [];
  #kept: readonly SVGRectElement[] = [];
  readonly #brush = svgElement('rect', { class: 'kht-brush', y: 0, height: HEIGHT, width: 0 });
  #bars: readonly number[] = [];

  draw(bars: readonly number[], label: string): void {
    this.#bars = bars;
    const viewBox = `0 0 ${Math.max(1, bars.length)} ${HEIGHT}`;
    setAttributes(this.node, { viewBox, role: 'img', 'aria-label': label });
    this.#all = rectangles(bars.length, 'kht-all');
    this.#kept = rectangles(bars.length, 'kht-kept');
    this.node.replaceChildren(...this.#all, ...this.#kept, this.#brush);
    place(this.#all, bars, bars);
    place(this.#kept, bars, bars);
  }

  /** Undefined where all rows are kept. */
  drawKept(kept: readonly number[] | undefined): void {
    place(this.#kept, kept ?? this.#bars, this.#bars);
  }

  /** Marks a share of the width, from 0 to 1; undefined marks nothing. */
  drawBrush(share: readonly [number, number] | undefined): void {
    const [from, to] = share ?? [0, 0];
    const width = this.#bars.length;
    setAttributes(this.#brush, { x: from * width, width: Math.max(0, (to - from) * width) });
  }

  /** Marks single bars. */
  markBars(isMarked: (bar: number) => boolean): void {
    for (const [index, bar] of this.#kept.entries()) bar.classList.toggle('kht-chosen', isMarked(index));
  }
}

function rectangles(count: number, name: string): readonly SVGRectElement[] {
  return Array.from({ length: count }, (_, x) => svgElement('rect', { class: name, x: x + 0.05, width: 0.9 }));
}

function place(rectangles: readonly SVGRectElement[], rows: readonly number[], all: readonly number[]): void {
  const most = all.reduce((largest, count) => Math.max(largest, count), 1);
  rectangles.forEach((rectangle, index) => {
    const count = rows[index] ?? 0;
    const height = count === 0 ? 0 : Math.max(LOWEST, (count / most) * HEIGHT);
    setAttributes(rectangle, { y: HEIGHT - height, height });
  });
}

/**
 * Lets a person drag over a picture. `onDrag` gets two shares of its width, from 0 to 1, in their order; `onClick` where
 * it was clicked without dragging.
 */
export function brushable(
  node: Element,
  listeners: { onDrag(from: number, to: number, isOver: boolean): void; onClick(share: number): void },
): void {
  const shareOf = (event: PointerEvent): number => {
    const { left, width } = node.getBoundingClientRect();
    return shareAt(event.clientX - left, width);
  };
  let start: number | undefined;
  let hasMoved = false;
  const tell = (event: PointerEvent, isOver: boolean) => {
    if (start === undefined) return;
    const share = shareOf(event);
    listeners.onDrag(Math.min(start, share), Math.max(start, share), isOver);
  };
  const of = (handle: (event: PointerEvent) => void) => (event: Event) => {
    if (event instanceof PointerEvent) handle(event);
  };
  node.addEventListener(
    'pointerdown',
    of((event) => {
      event.preventDefault();
      start = shareOf(event);
      hasMoved = false;
      node.setPointerCapture(event.pointerId);
    }),
  );
  node.addEventListener(
    'pointermove',
    of((event) => {
      if (start === undefined || (!hasMoved && Math.abs(shareOf(event) - start) < 0.03)) return;
      hasMoved = true;
      tell(event, false);
    }),
  );
  node.addEventListener(
    'pointerup',
    of((event) => {
      if (hasMoved) tell(event, true);
      else if (start !== undefined) listeners.onClick(start);
      start = undefined;
    }),
  );
}

export const ROW_HEIGHT = 24;
/** Browsers draw nothing beyond some 16 to 33 million pixels. */
const TALLEST = 8_000_000;

/**
 * Which row stands at the top. Up to 333,333 rows, the bar moves by pixels; beyond, it stands for a share of the rows,
 * and the wheel and the keys move by rows.
 */
export class RowScroller {
  /** The row at the top, with a fraction. */
  top = 0;
  #isOwn = false;
  /** Where the bar stood last: a table that is moved sideways keeps its rows. */
  #scrolled = 0;

  /** @param onMove is called when other rows are to be drawn. */
  constructor(
    private readonly body: HTMLElement,
    private readonly spacer: HTMLElement,
    private readonly headHeight: () => number,
    private readonly count: () => number,
    private readonly onMove: () => void,
  ) {
    body.addEventListener('scroll', () => this.#follow());
    body.addEventListener('wheel', (event) => this.#turn(event), { passive: false });
  }

  /** How many rows fit. */
  get visible(): number {
    return Math.max(1, Math.floor((this.body.clientHeight - this.headHeight()) / ROW_HEIGHT));
  }

  /** After a change of the number of rows. */
  fit(): void {
    this.spacer.style.height = `${Math.min(this.count() * ROW_HEIGHT, TALLEST)}px`;
    this.moveTo(this.top);
  }

  moveTo(row: number): void {
    this.top = Math.max(0, Math.min(row, this.#span()));
    const span = this.#span();
    const target = span === 0 ? 0 : Math.round((this.top / span) * this.#range());
    if (Math.abs(this.body.scrollTop - target) >= 1) {
      this.#isOwn = true;
      this.body.scrollTop = target;
    }
    this.onMove();
  }

  /** Moves as little as needed to show a row whole. */
  reveal(row: number): void {
    if (row < this.top) this.moveTo(row);
    else if (row > this.top + this.visible - 1) this.moveTo(row - this.visible + 1);
  }

  #span(): number {
    return Math.max(0, this.count() - this.visible);
  }

  #range(): number {
    return Math.max(1, this.body.scrollHeight - this.body.clientHeight);
  }

  #follow(): void {
    const { scrollTop } = this.body;
    const isSideways = scrollTop === this.#scrolled;
    this.#scrolled = scrollTop;
    if (this.#isOwn || isSideways) {
      this.#isOwn = false;
      this.onMove();
      return;
    }
    this.top = (this.body.scrollTop / this.#range()) * this.#span();
    this.onMove();
  }

  #turn(event: WheelEvent): void {
    const isByPixels = this.count() * ROW_HEIGHT <= TALLEST;
    if (isByPixels || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * ROW_HEIGHT : event.deltaY;
    const to = this.top + pixels / ROW_HEIGHT;
    // At an end the page scrolls on.
    if ((to <= 0 && this.top === 0) || (to >= this.#span() && this.top === this.#span())) return;
    event.preventDefault();
    this.moveTo(to);
  }
}

const PRESENTS = 'tj-presents';

/**
 * Makes the page fit for others to see: the sidebar's letters are larger, and rows of tables are blurred until they are
 * held with the pointer or have the keyboard (style/presenter.css).
 */
export function presentOnPage(isOn: boolean): void {
  document.body.classList.toggle(PRESENTS, isOn);
}

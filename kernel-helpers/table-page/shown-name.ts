/** How a column is called in the page: an empty name cannot be seen or spoken. */
export function shownName(name: string): string {
  return name.trim() === '' ? '(no name)' : name;
}

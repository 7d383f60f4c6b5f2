import type { Section } from '../panel/section';
import type { Surroundings } from '../surroundings';

export function tablesSection({ trans }: Surroundings): Section {
  return {
    name: 'tables',
    label: trans.__('Tables'),
    view: <p className="tj-note">{trans.__('Nothing to show yet.')}</p>,
    acts: {},
    focus: () => {},
    close: () => {},
  };
}

import type { Section } from '../panel/section';
import type { Surroundings } from '../surroundings';

export function connectionSection({ trans }: Surroundings): Section {
  return {
    name: 'connection',
    label: trans.__('Connection'),
    view: <p className="tj-note">{trans.__('Nothing to show yet.')}</p>,
    acts: {},
    focus: () => {},
    close: () => {},
  };
}

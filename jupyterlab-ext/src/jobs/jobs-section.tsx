import type { Section } from '../panel/section';
import type { Surroundings } from '../surroundings';

export function jobsSection({ trans }: Surroundings): Section {
  return {
    name: 'jobs',
    label: trans.__('Jobs'),
    view: <p className="tj-note">{trans.__('Nothing to show yet.')}</p>,
    acts: {},
    focus: () => {},
    close: () => {},
  };
}

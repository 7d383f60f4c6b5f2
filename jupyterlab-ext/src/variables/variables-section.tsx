import type { Section } from '../panel/section';
import { Store } from '../store/store';
import type { Surroundings } from '../surroundings';
import { VariablesStore } from './variables-store';
import { VariablesView } from './variables-view';

/** What the notebook in front has in its variables. */
export function variablesSection({ notebooks, trans, visible }: Surroundings): Section {
  const open = new Store(false);
  const shown = new Store(false);
  const notice = () => shown.set(open.state && visible.state);
  const forget = [open.subscribe(notice), visible.subscribe(notice)];
  const variables = new VariablesStore(notebooks, shown);
  return {
    name: 'variables',
    label: trans.__('Variables'),
    view: <VariablesView variables={variables} trans={trans} />,
    open,
    acts: {},
    focus: () => document.querySelector<HTMLElement>('.tj-variables .tj-filter-field')?.focus(),
    close: () => {
      for (const end of forget) end();
      variables.close();
    },
  };
}

import type { TranslationBundle } from '@jupyterlab/translation';
import type { VariableList } from 'kernel-helpers/sidebar-contract/index';
import { ErrorNote } from '../notes/error-note';
import { useStore } from '../store/use-store';
import type { VariablesStore } from './variables-store';

interface Props {
  readonly variables: VariablesStore;
  readonly trans: TranslationBundle;
}

/** The variables of the notebook in front, with a filter for their names. */
export function VariablesView({ variables, trans }: Props): JSX.Element {
  const state = useStore(variables);
  const filter = useStore(variables.filter);
  if (state.is === 'none')
    return <p className="tj-note">{trans.__('No notebook with a running kernel is in front.')}</p>;
  if (state.is === 'other-kernel') {
    return (
      <p className="tj-note">{trans.__('Only notebooks with the TypeScript kernel list their variables here.')}</p>
    );
  }
  if (state.is === 'failed') return <ErrorNote error={state.error} trans={trans} />;
  return (
    <div className="tj-variables">
      <div className="tj-filter">
        <input
          type="search"
          className="tj-field tj-filter-field"
          placeholder={trans.__('Filter variables')}
          aria-label={trans.__('Filter variables')}
          value={filter}
          onChange={(event) => variables.filter.set(event.target.value)}
        />
      </div>
      <VariableTable list={state.list} isFiltered={filter.trim() !== ''} trans={trans} />
    </div>
  );
}

function VariableTable({
  list: { variables, total },
  isFiltered,
  trans,
}: {
  readonly list: VariableList;
  readonly isFiltered: boolean;
  readonly trans: TranslationBundle;
}): JSX.Element {
  if (total === 0) {
    return (
      <p className="tj-note">
        {isFiltered ? trans.__('No name contains this text.') : trans.__('No cell has declared a variable yet.')}
      </p>
    );
  }
  return (
    <>
      <table className="tj-variable-table" aria-label={trans.__('Variables')}>
        <thead>
          <tr>
            <th scope="col">{trans.__('Name')}</th>
            <th scope="col">{trans.__('Type')}</th>
            <th scope="col">{trans.__('Size')}</th>
            <th scope="col">{trans.__('Value')}</th>
          </tr>
        </thead>
        <tbody>
          {variables.map(({ name, typeText, size, value }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name}
              </th>
              <td title={typeText}>{typeText}</td>
              <td title={size} className="tj-variable-size">
                {size}
              </td>
              <td title={value} className="tj-user-data">
                {value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > variables.length && (
        <p className="tj-note">{trans.__('%1 of %2 variables', String(variables.length), String(total))}</p>
      )}
    </>
  );
}

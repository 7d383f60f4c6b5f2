import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly current: string | undefined;
  /** What is shown while nothing is chosen. */
  readonly none: string;
  readonly options: readonly { readonly name: string; readonly text: string }[];
  readonly isDisabled: boolean;
  readonly onChoose: (name: string) => void;
}

/** One of some names to choose from. The current one is there even before the others are known. */
export function Choice({ label, current, none, options, isDisabled, onChoose }: Props): JSX.Element {
  const id = useId();
  const isKnown = options.some(({ name }) => name === current);
  return (
    <>
      <dt>
        <label htmlFor={id}>{label}</label>
      </dt>
      <dd>
        <select
          id={id}
          className="tj-field tj-choice"
          value={current ?? ''}
          disabled={isDisabled}
          onChange={(event) => onChoose(event.target.value)}
        >
          {current === undefined && <option value="">{none}</option>}
          {current !== undefined && !isKnown && <option value={current}>{current}</option>}
          {options.map(({ name, text }) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </dd>
    </>
  );
}

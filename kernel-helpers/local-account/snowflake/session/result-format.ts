import type { ResultFormat } from '../results/result-set';
import { unsupported } from '../snowflake-error';

/** Every client may ask by this parameter; sources: the tests of the Python connector and of snowflakedb/drivers. */
const FOR_ALL = 'QUERY_RESULT_FORMAT';

/** The parameter of each client that gets Arrow unless it says otherwise, by the client's `CLIENT_APP_ID`. */
const OWN: Readonly<Record<string, string>> = {
  PythonConnector: 'PYTHON_CONNECTOR_QUERY_RESULT_FORMAT',
  Go: 'GO_QUERY_RESULT_FORMAT',
  JDBC: 'JDBC_QUERY_RESULT_FORMAT',
};

const VALUES: Readonly<Record<string, ResultFormat>> = { ARROW: 'arrow', ARROW_FORCE: 'arrow', JSON: 'json' };

/**
 * How the rows of a SELECT travel. Only those of SELECT are Arrow; DML, SHOW and DESCRIBE stay JSON
 * (https://github.com/tekumara/fakesnow/issues/204, seen on a real account).
 * @param settings parameters by name, of the statement first, then of the session
 */
export function resultFormat(client: string, settings: readonly ReadonlyMap<string, string>[]): ResultFormat {
  const own = Object.hasOwn(OWN, client) ? OWN[client] : undefined;
  for (const parameters of settings)
    for (const name of own === undefined ? [FOR_ALL] : [own, FOR_ALL]) {
      const value = parameters.get(name);
      if (value !== undefined) return VALUES[value.toUpperCase()] ?? refuse(name, value);
    }
  return own === undefined ? 'json' : 'arrow';
}

function refuse(name: string, value: string): never {
  throw unsupported(`${name} = ${value}`);
}

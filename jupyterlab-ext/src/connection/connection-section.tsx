import type { AccountStore } from '../account/account-store';
import type { Section } from '../panel/section';
import type { Surroundings } from '../surroundings';
import { ConnectionView } from './connection-view';

/** A look at the sidebar asks again only after this time. */
const FRESH_FOR_MS = 60_000;

/** Whose accounts the sidebar shows. */
export function connectionSection({ app, backend, trans, visible }: Surroundings, account: AccountStore): Section {
  const look = () => {
    const { asOf, isLoading } = account.snowflake.state;
    const isFresh = asOf !== undefined && Date.now() - asOf.getTime() < FRESH_FOR_MS;
    if (visible.state && !isFresh && !isLoading) void account.refresh();
  };
  const forget = visible.subscribe(look);
  look();
  return {
    name: 'connection',
    label: trans.__('Connection'),
    view: (
      <ConnectionView
        account={account}
        backend={backend}
        trans={trans}
        onDoctor={() => void app.commands.execute('tables-and-jobs:run-doctor')}
      />
    ),
    acts: {
      'tables-and-jobs:restart': async () => {
        await backend.restart();
        await account.refresh();
      },
    },
    focus: () => {},
    close: () => {
      forget();
      account.cancel();
    },
  };
}

import { openView } from '../main-area/open-view';
import type { Surroundings } from '../surroundings';
import { WarehouseRun } from '../warehouse-run/warehouse-run';
import { ProfileView } from './profile-view';

/** Opens what the values of a column are like in a tab of its own. */
export function openProfile(surroundings: Surroundings, path: readonly string[], column: string): void {
  const { app, backend, trans } = surroundings;
  const onDoctor = () => void app.commands.execute('tables-and-jobs:run-doctor');
  openView(surroundings, `tables-and-jobs-profile-${JSON.stringify([path, column])}`, () => {
    const run = new WarehouseRun(backend, 'profile', { path: [...path], column });
    void run.look();
    return {
      label: column,
      caption: trans.__('Profile of %1', [...path, column].join('.')),
      view: <ProfileView path={path} column={column} run={run} trans={trans} onDoctor={onDoctor} />,
      onClose: () => run.cancel(),
    };
  });
}

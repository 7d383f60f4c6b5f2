import { openView } from '../main-area/open-view';
import type { Surroundings } from '../surroundings';
import { DoctorRun } from './doctor-run';
import { DoctorView } from './doctor-view';

/** Opens the doctor in a tab of its own, and lets it begin. */
export function openDoctor(surroundings: Surroundings): void {
  const { backend, trans } = surroundings;
  openView(surroundings, 'tables-and-jobs-doctor', () => {
    const run = new DoctorRun(backend);
    void run.run();
    return {
      label: trans.__('Doctor'),
      caption: trans.__('Checks of this machine and of the accounts'),
      view: <DoctorView run={run} trans={trans} />,
      onClose: () => run.cancel(),
    };
  });
}

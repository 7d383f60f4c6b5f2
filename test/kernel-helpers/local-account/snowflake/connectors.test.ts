import { expect, test } from '@jest/globals';
import { runConnectorBattery } from './support/connector-battery';

/** `npm run bench -- connectors` prints counts of the same results. */
test.each([
  ['connector 4', '4.'],
  ['newest', ''],
] as const)(
  'the Python connector gets the right value from every operation: %s',
  async (choice, version) => {
    const battery = await runConnectorBattery(choice);

    expect(battery.version.startsWith(version)).toBe(true);
    expect(battery.operations.length).toBeGreaterThan(200);
    expect(battery.operations.filter(({ problem }) => problem !== null)).toEqual([]);
  },
  180_000,
);

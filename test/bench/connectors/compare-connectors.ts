import {
  type Battery,
  runConnectorBattery,
} from '../../kernel-helpers/local-account/snowflake/support/connector-battery';

/** Runs the operations of both versions of Snowflake's Python connector on new local accounts, and prints counts. */
export async function compareConnectors(): Promise<void> {
  const batteries = [await runConnectorBattery('connector 4'), await runConnectorBattery('newest')];
  console.table(
    Object.fromEntries(
      batteries.map(({ version, operations }) => [
        `snowflake-connector-python ${version}`,
        { right: operations.filter(({ problem }) => problem === null).length, of: operations.length },
      ]),
    ),
  );
  for (const battery of batteries) printProblems(battery);
}

function printProblems({ version, operations }: Battery): void {
  for (const { name, problem } of operations) if (problem !== null) console.log(`${version}: ${name}: ${problem}`);
}

import { largestOf } from '../values/extremes';
import { type AccountCheck, NAME_WIDTH } from './account-check';
import { accountsInUse, isAllLocal } from './account-under-check';
import { ASSUMED_WAREHOUSE, dollarsOf, shownDollars } from './prices';

/** Which accounts would be checked, with what, and what each check may cost. Nothing has been asked yet. */
export function planText(checks: readonly AccountCheck[], spendDollars: number): string {
  const first = checks.find(({ uses }) => uses?.warehouseSeconds !== undefined);
  const costs = checks.map((check) =>
    shownCost(dollarsOf(check.uses ?? {}, ASSUMED_WAREHOUSE, { warehouseRuns: check !== first })),
  );
  const costWidth = largestOf(costs.map((cost) => cost.length));
  const rows = checks.map(
    ({ name, proves }, index) => `  ${name.padEnd(NAME_WIDTH)}  ${costs[index].padEnd(costWidth)}  ${proves}`,
  );
  return [...introduction(spendDollars), '', ...rows].join('\n');
}

function introduction(spendDollars: number): readonly string[] {
  const { aws, snowflake } = accountsInUse();
  const spending =
    spendDollars === 0
      ? 'Only what costs nothing is run. To run the rest, say what it may cost, for example --spend 1 for one dollar.'
      : `What these checks may cost together is at most ${shownDollars(spendDollars)}; a check that may cost more than is left is not run.`;
  if (isAllLocal()) {
    return [
      'Checks the LOCAL account on this machine. It costs nothing, and proves nothing about real accounts; the amounts are those of real ones.',
      spending,
    ];
  }
  return [
    `Checks a ${aws} AWS account and a ${snowflake} Snowflake account, as the environment of this command names them.`,
    spending,
    'Amounts are estimates of the most, for an extra-small warehouse that suspends itself after a minute. The size of yours is looked at first.',
    '"Nothing" leaves out what is far below a cent: calls of AWS, and what Snowflake does without a warehouse.',
  ];
}

function shownCost(dollars: number): string {
  return dollars === 0 ? 'nothing' : `up to ${shownDollars(dollars)}`;
}

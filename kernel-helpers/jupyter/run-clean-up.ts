import { UserError } from 'kernel-helpers/errors';
import { type CleanUpPlan, cleanUpStack, planCleanUp } from 'kernel-helpers/stack/clean-up/clean-up-stack';
import { type FoundStack, findStack } from 'kernel-helpers/stack/find-stack';
import { dropLoadedTable, snowflakeObjects } from 'kernel-helpers/stack/snowflake-objects';
import { untilInterrupted } from './interruption';
import { ProgressOnTerminal } from './progress-on-terminal';

export interface CleanUpFlags {
  readonly stack: string;
  readonly yes?: boolean;
  readonly snowflake?: boolean;
}

/** Lists what belongs to a stack; with `yes`, deletes it and then the stack. Running it twice is fine. */
export async function runCleanUp({ stack: name, yes = false, snowflake = false }: CleanUpFlags): Promise<void> {
  if (snowflake && !yes)
    throw new UserError('--snowflake deletes a table, so it needs --yes. Without both, everything is only listed.');
  const progress = new ProgressOnTerminal(process.stderr);
  await untilInterrupted(async (signal) => {
    progress.begin(`Looking for what belongs to the stack ${name}`);
    const stack = await findStack(name, signal);
    if (stack === 'deleted') {
      progress.end();
      console.log(`The stack ${name} is deleted already. Nothing was left to do in AWS.`);
    } else {
      const plan = await planCleanUp(stack.parts, signal);
      progress.end();
      console.log(planText(stack, plan));
      if (yes) await clean(stack, plan, progress, signal);
    }
    await cleanSnowflake(snowflake, signal);
    if (!yes && stack !== 'deleted')
      console.log('\nNothing was deleted. To delete it, run the same command with --yes.');
  }).finally(() => progress.end());
}

async function clean(
  stack: FoundStack,
  plan: CleanUpPlan,
  progress: ProgressOnTerminal,
  signal: AbortSignal,
): Promise<void> {
  console.log('');
  await cleanUpStack(stack, plan, signal, {
    onStart: (what) => progress.begin(`Deleting: ${what}`),
    onProgress: (text) => progress.report(text),
    onDeleted: (what) => {
      progress.end();
      console.log(`Deleted: ${what}`);
    },
  });
  for (const { what, byHand } of plan.kept) console.log(`Stays: ${what}. To delete it: ${byHand}`);
}

function planText({ name, status, parts }: FoundStack, { belongings, kept }: CleanUpPlan): string {
  const lines = belongings.map(
    ({ what, costsByTheHour }) => `  ${what}${costsByTheHour ? ' (costs money by the hour)' : ''}`,
  );
  const ofStack =
    parts === undefined ? '' : `, with the notebook instance ${parts.notebookInstance} and the files on it`;
  return [
    `What belongs to the stack ${name} (${status}), in the order of its deletion:`,
    ...lines,
    `  stack ${name}${ofStack}`,
    ...kept.map(({ what }) => `What stays: ${what}`),
  ].join('\n');
}

async function cleanSnowflake(isRun: boolean, signal: AbortSignal): Promise<void> {
  if (isRun) {
    console.log(`Run in Snowflake: ${await dropLoadedTable(signal)}`);
    return;
  }
  const { block } = snowflakeObjects();
  console.log(`\nIn Snowflake, as the owner of the table (--yes --snowflake runs the first statement):\n\n${block}`);
}

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { KernelClient } from '../../kernel-helpers/kernel/support/kernel-client';
import { startLocalAccount } from '../../support/local-account';
import { answerOf, cellThatPrints } from './answer';
import { firstCell, writeCities } from './houses';
import { OF_OBSERVABLE } from './of-observable';
import { OF_PANDAS } from './of-pandas';
import type { Reflex } from './reflex';

type Outcome = 'right' | 'wrong answer' | { readonly refusedWith: string };

/** Types every guess into our kernel as installed, on a local account, until one is right; prints what came, and counts. */
export async function runReflexes(): Promise<void> {
  const account = await startLocalAccount();
  const folder = join(account.directory, 'notebook');
  writeCities(folder);
  const kernel = await KernelClient.start({ cwd: folder, env: account.settings });
  try {
    const { error } = await kernel.execute(firstCell());
    if (error) throw new Error(`The first cell failed: ${String(error.evalue)}`);
    await tryAll('pandas', OF_PANDAS, kernel, folder);
    await tryAll('Observable', OF_OBSERVABLE, kernel, folder);
  } finally {
    await kernel.close();
    await account.close();
  }
}

async function tryAll(whose: string, reflexes: readonly Reflex[], kernel: KernelClient, folder: string): Promise<void> {
  const rightGuess: number[] = [];
  for (const { task, guesses, isRight } of reflexes) {
    console.log(`\n${whose}: ${task}`);
    let right = -1;
    for (const [index, guess] of guesses.entries()) {
      const outcome = await tryGuess(guess, isRight, kernel, folder);
      console.log(`  ${outcome === 'right' ? '✓' : '✗'} ${guess.replaceAll('\n', '\n    ')}`);
      if (outcome === 'wrong answer') console.log('      (another answer, and no error)');
      else if (outcome !== 'right') console.log(`      ${outcome.refusedWith.replaceAll('\n', '\n      ')}`);
      else if (right === -1) right = index;
    }
    rightGuess.push(right);
  }
  const first = rightGuess.filter((guess) => guess === 0).length;
  const any = rightGuess.filter((guess) => guess >= 0).length;
  console.log(`\n${whose}: the first guess is right for ${first} of ${reflexes.length} tasks, any guess for ${any}.`);
}

async function tryGuess(
  guess: string,
  isRight: Reflex['isRight'],
  kernel: KernelClient,
  folder: string,
): Promise<Outcome> {
  const file = join(folder, 'houses.csv');
  rmSync(file, { force: true });
  const typed = await kernel.execute(guess);
  if (typed.error) return { refusedWith: String(typed.error.evalue) };
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const printed = await kernel.execute(cellThatPrints(guess.split('\n').at(-1) ?? ''));
  if (printed.error) throw new Error(`What the cell gave cannot be printed: ${String(printed.error.evalue)}`);
  return isRight(answerOf(typed, printed.stdout, text)) ? 'right' : 'wrong answer';
}

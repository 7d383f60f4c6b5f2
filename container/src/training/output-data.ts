import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluationPlot } from './evaluation-plot';
import type { Model } from './model';

/** For each importance (`gain`, `weight`, …) the features that the model uses, the most important first. */
export type FeatureImportance = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Writes what SageMaker keeps as `output.tar.gz` beside the model: `metrics.json` with every round,
 * `feature-importance.json`, and `evaluation.svg`.
 */
export async function writeOutputData(
  folder: string,
  {
    model,
    more,
    importance,
  }: {
    readonly model: Model;
    /** Facts for `metrics.json` that only the script knows. */
    readonly more: Readonly<Record<string, unknown>>;
    readonly importance: FeatureImportance;
  },
): Promise<void> {
  const { rounds, bestRound, target, features, tableRows, metrics, history } = model;
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'metrics.json'),
    json({ ...more, rounds, bestRound, target, features, tableRows, metrics, history }),
  );
  await writeFile(join(folder, 'feature-importance.json'), json(importance));
  await writeFile(join(folder, 'evaluation.svg'), evaluationPlot(model));
}

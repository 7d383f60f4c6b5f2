import type { LineSeries } from 'kernel-helpers';
import { judge } from './judge';
import type { Language, Verdict } from './verdict';

/** The errors of the model of one depth after its last round. */
export type DepthErrors = { readonly DEPTH: number; readonly TRAINING: number; readonly VALIDATION: number };

/** Reads the lines that `training/many-depths.ts` logs: the error of each depth after its last round. */
export function errorsByDepth(history: readonly LineSeries[]): readonly DepthErrors[] {
  const lastOf = (depth: number, side: string): number =>
    history.find(({ name }) => name === `depth_${depth}:${side}`)?.points.at(-1)?.value ?? Number.NaN;
  const depths = history.flatMap(({ name }) => /^depth_(\d+):train$/.exec(name)?.[1] ?? []).map(Number);
  return depths.map((depth) => ({
    DEPTH: depth,
    TRAINING: lastOf(depth, 'train'),
    VALIDATION: lastOf(depth, 'validation'),
  }));
}

/** Checks the depth with the smallest validation error after the last round. */
export function checkBestDepth(answer: unknown, history: readonly LineSeries[], language: Language): Verdict {
  const errors = errorsByDepth(history);
  const depthOfSmallest = (of: (one: DepthErrors) => number): number =>
    errors.reduce((best, one) => (of(one) < of(best) ? one : best)).DEPTH;
  return judge<number>(answer, language, {
    expects: 'number',
    isRight: (depth) => depth === depthOfSmallest(({ VALIDATION }) => VALIDATION),
    because: {
      en: 'Shallower trees know too little, and deeper ones learn what is true of the training rows alone.',
      es: 'Los árboles menos profundos saben demasiado poco, y los más profundos aprenden lo que solo vale para las filas de entrenamiento.',
    },
    mistakes: [
      {
        made: (depth) => depth === depthOfSmallest(({ TRAINING }) => TRAINING),
        hint: {
          en: 'This depth is the best on the rows that the model has seen. A good memory is not what we look for.',
          es: 'Esa profundidad es la mejor en las filas que el modelo ya vio. No buscamos buena memoria.',
        },
      },
      {
        made: (depth) => depth === depthOfSmallest(({ TRAINING, VALIDATION }) => VALIDATION - TRAINING),
        hint: {
          en: 'Here the two errors are nearest to each other, but both are large. A small gap alone does not make a good model.',
          es: 'Ahí los dos errores están más cerca uno del otro, pero los dos son grandes. Una distancia pequeña no hace por sí sola un buen modelo.',
        },
      },
      {
        made: (depth) => errors.some(({ VALIDATION }) => VALIDATION === depth),
        hint: {
          en: 'This is an error. The question is which DEPTH has it.',
          es: 'Eso es un error. La pregunta es qué DEPTH lo tiene.',
        },
      },
    ],
    hint: {
      en: 'Sort the table by VALIDATION, and read DEPTH in the first row.',
      es: 'Ordena la tabla por VALIDATION y lee DEPTH en la primera fila.',
    },
  });
}

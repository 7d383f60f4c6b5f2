import type { LineSeries } from 'kernel-helpers';
import { judge } from './judge';
import type { Language, Verdict } from './verdict';

/** Checks the round with the smallest validation error of a job's history. */
export function checkBestRound(answer: unknown, history: readonly LineSeries[], language: Language): Verdict {
  const [training, validation] = ['train', 'validation'].map((side) =>
    pointsOf(history.find(({ name }) => name.startsWith(`${side}:`))),
  );
  const best = smallest(validation);
  return judge<number>(answer, language, {
    expects: 'number',
    isRight: (round) => round === best.round,
    because: {
      en: 'Every round after it has fitted the training rows better, and other rows worse.',
      es: 'Cada ronda posterior se ajustó mejor a las filas de entrenamiento y peor a las demás.',
    },
    mistakes: [
      {
        made: (round) => round === smallest(training).round,
        hint: {
          en: 'There the training error was the smallest. The model has seen those rows; look at the other series.',
          es: 'Ahí fue mínimo el error de entrenamiento. El modelo ya vio esas filas; mira la otra serie.',
        },
      },
      {
        made: (round) => round === best.value,
        hint: {
          en: 'This is the error itself. The question is in which round it came: take `round` of that point, not `value`.',
          es: 'Ese es el error mismo. La pregunta es en qué ronda apareció: toma `round` de ese punto, no `value`.',
        },
      },
      {
        made: (round) => round === best.round + 1,
        hint: {
          en: 'You are one round too far. Rounds are counted from 0, as in the log.',
          es: 'Te pasaste por una ronda. Las rondas se cuentan desde 0, como en el registro.',
        },
      },
    ],
    hint: {
      en: 'Look for the point of `validation.points` whose `value` is the smallest. `reduce` can keep the better one of two points.',
      es: 'Busca el punto de `validation.points` cuyo `value` es el menor. `reduce` puede quedarse con el mejor de dos puntos.',
    },
  });
}

function pointsOf(series: LineSeries | undefined): LineSeries['points'] {
  return series?.points ?? [];
}

function smallest(points: LineSeries['points']): { readonly round: number; readonly value: number } {
  return points.reduce((best, point) => (point.value < best.value ? point : best), { round: -1, value: Infinity });
}

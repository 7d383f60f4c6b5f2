import { judge } from './judge';
import type { Language, Verdict } from './verdict';

/** Checks which feature lowers a prediction the most, from what each feature adds to it. */
export function checkLowering(answer: unknown, added: Readonly<Record<string, number>>, language: Language): Verdict {
  const names = Object.keys(added).filter((name) => name !== 'BIAS');
  const first = (before: (one: number, other: number) => boolean): string =>
    names.reduce((best, name) => (before(added[name], added[best]) ? name : best));
  const named = (name: string) => (text: string) => text.trim().toUpperCase() === name;
  return judge<string>(answer, language, {
    expects: 'text',
    isRight: named(first((one, other) => one < other)),
    because: {
      en: 'Without it, the prediction for this district would be higher than it is.',
      es: 'Sin ella, la predicción para este distrito sería más alta de lo que es.',
    },
    mistakes: [
      {
        made: named(first((one, other) => one > other)),
        hint: {
          en: 'This feature raises the prediction the most. Look at the other end of the list, and at the sign.',
          es: 'Esa variable es la que más sube la predicción. Mira el otro extremo de la lista, y el signo.',
        },
      },
      {
        made: named('BIAS'),
        hint: {
          en: 'BIAS is no feature: every prediction of the model begins with it.',
          es: 'BIAS no es una variable: todas las predicciones del modelo empiezan con él.',
        },
      },
      {
        made: named(first((one, other) => Math.abs(one) < Math.abs(other))),
        hint: {
          en: 'This feature hardly counts: its value is the nearest to zero. Look for the most negative one.',
          es: 'Esa variable apenas cuenta: su valor es el más cercano a cero. Busca el más negativo.',
        },
      },
      {
        made: (text) => !names.includes(text.trim().toUpperCase()),
        hint: {
          en: 'The model has no feature of that name. Take one of the names in the column FEATURE.',
          es: 'El modelo no tiene ninguna variable con ese nombre. Toma uno de los nombres de la columna FEATURE.',
        },
      },
    ],
    hint: {
      en: 'Sort what the features add; the most negative one is the answer.',
      es: 'Ordena lo que añaden las variables; la más negativa es la respuesta.',
    },
  });
}

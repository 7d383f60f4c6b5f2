import { judge } from './judge';
import type { Language, Verdict } from './verdict';

/** Checks which column of the last query of the lesson is known only after the sale. */
export function checkLeak(answer: unknown, language: Language): Verdict {
  const named =
    (...names: readonly string[]) =>
    (text: string) =>
      names.includes(text.trim().toUpperCase());
  return judge<string>(answer, language, {
    expects: 'text',
    isRight: named('LOAN'),
    because: {
      en: 'A bank grants it after buyer and seller have agreed on the price, so on the day of the prediction nobody knows it.',
      es: 'El banco lo concede cuando comprador y vendedor ya acordaron el precio, así que el día de la predicción nadie lo conoce.',
    },
    mistakes: [
      {
        made: named('MEDINC'),
        hint: {
          en: 'Income says much about prices, but people have it before they buy. A strong column is not a leak; ask when its value is known.',
          es: 'Los ingresos dicen mucho de los precios, pero la gente los tiene antes de comprar. Una columna fuerte no es una fuga; pregunta cuándo se conoce su valor.',
        },
      },
      {
        made: named('ROOMS_PER_PERSON', 'AGE_IN_2000'),
        hint: {
          en: 'This is computed from columns that are known before the sale, so it brings nothing from the future.',
          es: 'Se calcula a partir de columnas que se conocen antes de la venta, así que no trae nada del futuro.',
        },
      },
      {
        made: named('MEDHOUSEVAL'),
        hint: {
          en: 'This is what we want to predict. The model does not get it as a feature; look for a column that stands in for it.',
          es: 'Eso es lo que queremos predecir. El modelo no lo recibe como variable; busca una columna que ocupe su lugar.',
        },
      },
    ],
    hint: {
      en: 'Give the name of one column of the table above. Ask of each: would I know its value on the day before the house is sold?',
      es: 'Da el nombre de una columna de la tabla de arriba. Pregunta por cada una: ¿conocería su valor el día antes de vender la vivienda?',
    },
  });
}

import type { Table } from 'kernel-helpers';
import { judge } from './judge';
import type { Language, Verdict } from './verdict';

interface District {
  readonly MEDINC: number;
  readonly MEDHOUSEVAL: number;
}

const RICH = 8;
/** Digits that an answer needs. */
const TOLERANCE = 0.0005;

/** Checks the mean MEDHOUSEVAL of the districts whose MEDINC is above 8. */
export function checkRichDistricts(answer: unknown, houses: Table, language: Language): Verdict {
  const districts = houses.as<District>().toRows();
  const rich = districts.filter(({ MEDINC }) => MEDINC > RICH);
  const right = mean(rich, 'MEDHOUSEVAL');
  const isNear = (value: number) => (found: number) => Math.abs(found - value) < TOLERANCE;
  return judge<number>(answer, language, {
    expects: 'number',
    isRight: isNear(right),
    because: {
      en: 'A house there costs about twice as much as in the mean district.',
      es: 'Una vivienda cuesta allí alrededor del doble que en el distrito medio.',
    },
    mistakes: [
      {
        made: isNear(mean(districts, 'MEDHOUSEVAL')),
        hint: {
          en: 'This is the mean of all districts. Keep only the rich ones first, with `filter`.',
          es: 'Esa es la media de todos los distritos. Quédate primero solo con los ricos, con `filter`.',
        },
      },
      {
        made: isNear(mean(rich, 'MEDINC')),
        hint: {
          en: 'This is the mean of their income. The question is what their houses cost: MEDHOUSEVAL.',
          es: 'Esa es la media de sus ingresos. La pregunta es cuánto cuestan sus viviendas: MEDHOUSEVAL.',
        },
      },
      {
        made: isNear(
          mean(
            districts.filter(({ MEDINC }) => MEDINC < RICH),
            'MEDHOUSEVAL',
          ),
        ),
        hint: {
          en: 'These are the districts below 8. Look at the sign of the comparison.',
          es: 'Esos son los distritos por debajo de 8. Mira el signo de la comparación.',
        },
      },
      {
        made: (found) => found === rich.length,
        hint: {
          en: 'This is how many districts are rich. The question is the mean of a column of theirs.',
          es: 'Ese es el número de distritos ricos. La pregunta es la media de una de sus columnas.',
        },
      },
    ],
    hint: {
      en: '`filter` keeps the districts with an income above 8, and `aggregate` with `mean` makes one row of them; its value is the answer.',
      es: '`filter` se queda con los distritos de ingresos mayores que 8, y `aggregate` con `mean` hace de ellos una fila; su valor es la respuesta.',
    },
  });
}

function mean(districts: readonly District[], name: keyof District): number {
  return districts.reduce((sum, district) => sum + district[name], 0) / districts.length;
}

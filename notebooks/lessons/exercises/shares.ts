import { judge } from './judge';
import type { Language, Verdict } from './verdict';

const ROWS = 20_640;
const HOSTS = 7;
const HOST = 3;

/** Checks the first row of host 3 of 7, counted from 0, in a result of 20,640 rows. */
export function checkFirstRow(answer: unknown, language: Language): Verdict {
  const exact = (HOST * ROWS) / HOSTS;
  const first = Math.floor(exact);
  return judge<number>(answer, language, {
    expects: 'number',
    isRight: (row) => row === first,
    because: {
      en: 'The row before it is the last one of host 2, so nothing is lost between them and nothing is read twice.',
      es: 'La fila anterior es la última de la máquina 2, así que entre las dos no se pierde nada ni se lee nada dos veces.',
    },
    mistakes: [
      {
        made: (row) => row === HOST * Math.floor(ROWS / HOSTS),
        hint: {
          en: 'You rounded the size of a share, and then multiplied. Seven shares of that size leave four rows of the table to nobody. Multiply first, and round last.',
          es: 'Redondeaste el tamaño de una parte y después multiplicaste. Siete partes de ese tamaño dejan cuatro filas de la tabla sin nadie. Multiplica primero y redondea al final.',
        },
      },
      {
        made: (row) => row === exact,
        hint: {
          en: 'This is the border, but it is not a whole number, and a row cannot be cut. Round down, as every host does.',
          es: 'Ese es el límite, pero no es un número entero, y una fila no se puede cortar. Redondea hacia abajo, como hacen todas las máquinas.',
        },
      },
      {
        made: (row) => row === first + 1,
        hint: {
          en: 'You are one row too far. Round down and not up, and count rows from 0.',
          es: 'Te pasaste por una fila. Redondea hacia abajo y no hacia arriba, y cuenta las filas desde 0.',
        },
      },
      {
        made: (row) =>
          row === Math.floor(((HOST + 1) * ROWS) / HOSTS) || row === Math.floor(((HOST - 1) * ROWS) / HOSTS),
        hint: {
          en: 'This is the first row of a neighbour. Hosts are counted from 0: host 3 is the fourth one.',
          es: 'Esa es la primera fila de una vecina. Las máquinas se cuentan desde 0: la máquina 3 es la cuarta.',
        },
      },
    ],
    hint: {
      en: 'Host i of n begins at row ⌊i × T / n⌋, where T is the number of rows.',
      es: 'La máquina i de n empieza en la fila ⌊i × T / n⌋, donde T es el número de filas.',
    },
  });
}

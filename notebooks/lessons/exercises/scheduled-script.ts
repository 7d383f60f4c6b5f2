import { judge } from './judge';
import type { Language, Verdict } from './verdict';

const NOTEBOOK = 'scheduled/price-report.ipynb';
const INCOME = 5;

/** Checks the words after `kernel-helpers` that run the report for incomes from 5 on. */
export function checkCommand(answer: unknown, language: Language): Verdict {
  return judge<string>(answer, language, {
    expects: 'text',
    isRight: (text) => {
      const [command, ...rest] = wordsOf(text);
      return command === 'run' && rest.includes(NOTEBOOK) && sets(rest, 'minimumIncome');
    },
    because: {
      en: 'The value stands in the executed copy too, in a cell of its own, so later everybody can see with which one a report was made.',
      es: 'El valor queda también en la copia ejecutada, en una celda propia, así que después cualquiera puede ver con cuál se hizo un informe.',
    },
    mistakes: [
      {
        made: (text) => wordsOf(text)[0] !== 'run',
        hint: {
          en: 'The first word is the command that runs a notebook without Jupyter.',
          es: 'La primera palabra es el comando que ejecuta un cuaderno sin Jupyter.',
        },
      },
      {
        made: (text) => !wordsOf(text).includes(NOTEBOOK),
        hint: {
          en: 'The command needs the path of the notebook, as the cells above give it.',
          es: 'El comando necesita la ruta del cuaderno, como la dan las celdas de arriba.',
        },
      },
      {
        made: (text) => sets(wordsOf(text.toLowerCase()), 'minimumincome'),
        hint: {
          en: 'TypeScript tells small and capital letters apart. A parameter of another spelling is set beside the right one, and changes nothing; the command warns of it.',
          es: 'TypeScript distingue mayúsculas y minúsculas. Un parámetro escrito de otro modo se define al lado del correcto y no cambia nada; el comando lo avisa.',
        },
      },
      {
        made: (text) => /minimumIncome/i.test(text),
        hint: {
          en: 'A parameter is given as one word, name=value without spaces, after its option.',
          es: 'Un parámetro se da como una sola palabra, nombre=valor sin espacios, después de su opción.',
        },
      },
    ],
    hint: {
      en: 'This runs the report with the value that its cell holds. Add the option that sets a parameter.',
      es: 'Así se ejecuta el informe con el valor de su celda. Añade la opción que da valor a un parámetro.',
    },
  });
}

function wordsOf(text: string): readonly string[] {
  return text
    .trim()
    .replace(/^(npx )?kernel-helpers /, '')
    .split(/\s+/);
}

function sets(words: readonly string[], parameter: string): boolean {
  return new RegExp(` (?:-p *|--parameter[ =])${parameter}=${INCOME}(?= |$)`).test(words.join(' '));
}

import { isPromise } from 'node:util/types';
import { UserError } from 'kernel-helpers';
import { type Language, type Said, Verdict } from './verdict';

/** A likely wrong answer, and the hint that helps without giving the answer away. */
export interface Mistake<Answer> {
  readonly made: (answer: Answer) => boolean;
  readonly hint: Said;
}

/** What an exercise knows about its answer. */
export interface Exercise<Answer extends number | string> {
  readonly expects: Answer extends number ? 'number' : 'text';
  readonly isRight: (answer: Answer) => boolean;
  /** What the right answer shows. */
  readonly because: Said;
  /** The first one that was made is told. */
  readonly mistakes: readonly Mistake<Answer>[];
  /** For every other answer. */
  readonly hint: Said;
}

const KINDS = {
  number: { en: 'one number', es: 'un número' },
  text: { en: 'a text in quotation marks', es: 'un texto entre comillas' },
} as const;

/**
 * Says whether an answer is right, and if not, what helps. An exercise that nobody has touched is no error, so a notebook
 * runs to its end with it.
 */
export function judge<Answer extends number | string>(
  answer: unknown,
  language: Language,
  exercise: Exercise<Answer>,
): Verdict {
  if (language !== 'en' && language !== 'es') {
    throw new UserError(`There are lessons in 'en' and 'es', but not in ${JSON.stringify(language)}.`);
  }
  if (answer === undefined) return new Verdict('unsolved', UNSOLVED, language);
  if (!isOfKind(answer, exercise)) return new Verdict('wrong', otherKind(answer, KINDS[exercise.expects]), language);
  if (exercise.isRight(answer)) return new Verdict('right', exercise.because, language);
  const mistake = exercise.mistakes.find(({ made }) => made(answer));
  return new Verdict('wrong', mistake?.hint ?? exercise.hint, language);
}

const UNSOLVED: Said = {
  en: 'Write your expression in place of `undefined`, and run that cell and this one again. The notebook goes on without it.',
  es: 'Escribe tu expresión en lugar de `undefined` y ejecuta otra vez esa celda y esta. El cuaderno sigue adelante sin ella.',
};

function isOfKind<Answer extends number | string>(answer: unknown, { expects }: Exercise<Answer>): answer is Answer {
  return expects === 'number' ? typeof answer === 'number' && !Number.isNaN(answer) : typeof answer === 'string';
}

function otherKind(answer: unknown, kind: Said): Said {
  const expected = { en: `The answer is ${kind.en}.`, es: `La respuesta es ${kind.es}.` };
  const found = describe(answer);
  return { en: `${expected.en} ${found.en}`, es: `${expected.es} ${found.es}` };
}

function describe(answer: unknown): Said {
  if (isPromise(answer)) {
    return {
      en: 'Yours is still a promise: write `await` before the expression.',
      es: 'La tuya es todavía una promesa: escribe `await` delante de la expresión.',
    };
  }
  if (Number.isNaN(answer)) {
    return {
      en: 'Yours is NaN: look for a name of a column that does not exist, or for a division by nothing.',
      es: 'La tuya es NaN: busca un nombre de columna que no existe, o una división entre nada.',
    };
  }
  const name = nameOf(answer);
  return {
    en: `Yours is of the kind ${name}: take the one value out of it.`,
    es: `La tuya es del tipo ${name}: saca de ella ese único valor.`,
  };
}

function nameOf(answer: unknown): string {
  if (answer === null) return 'null';
  return typeof answer === 'object' ? (answer.constructor?.name ?? 'object') : typeof answer;
}

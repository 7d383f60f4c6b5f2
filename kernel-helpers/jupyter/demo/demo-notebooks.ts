import { join, relative } from 'node:path';
import { UserError } from 'kernel-helpers/errors';
import { nearestName } from 'kernel-helpers/nearest-name';
import { allNotebookFiles, type NotebookLanguage, shippedNotebooks } from '../notebooks/shipped-notebooks';

const EXTENSION = '.ipynb';

export interface DemoNotebooks {
  readonly root: string;
  readonly language: NotebookLanguage;
  /** A notebook's path below `notebooks/`, or a part of it. Without it, the whole story is chosen. */
  readonly wanted?: string | undefined;
}

/**
 * The files below `notebooks/` that are to be played, in the order of the story.
 * @throws UserError with the known names if none fits, or several do
 */
export async function chooseNotebooks({ root, language, wanted }: DemoNotebooks): Promise<readonly string[]> {
  if (wanted === undefined) {
    const story = await shippedNotebooks(root, { lessons: false, language });
    return story.map((name) => `${name}${EXTENSION}`);
  }
  return [`${nameLike(wanted, await namesIn(root, language))}${endingOf(language)}`];
}

function nameLike(wanted: string, known: readonly string[]): string {
  const asked = wanted.replace(/^notebooks\//, '').replace(/(\.es)?\.ipynb$/, '');
  if (known.includes(asked)) return asked;
  const fitting = known.filter((name) => name.toLowerCase().includes(asked.toLowerCase()));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const nearest = nearestName(asked, known);
  const advice =
    fitting.length > 1
      ? `It fits ${fitting.join(', ')}: write more of the name.`
      : nearest === undefined
        ? `The notebooks are ${known.join(', ')}.`
        : `Did you mean ${nearest}?`;
  throw new UserError(`No notebook was chosen by --notebook ${wanted}. ${advice}`);
}

/** The notebooks in one language, as paths below `notebooks/` without their ending, in alphabetical order. */
async function namesIn(root: string, language: NotebookLanguage): Promise<readonly string[]> {
  const files = await allNotebookFiles(root);
  return files
    .map((file) => relative(join(root, 'notebooks'), file).replaceAll('\\', '/'))
    .filter((path) => path.endsWith(`.es${EXTENSION}`) === (language === 'es'))
    .map((path) => path.slice(0, -endingOf(language).length));
}

function endingOf(language: NotebookLanguage): string {
  return language === 'en' ? EXTENSION : `.${language}${EXTENSION}`;
}

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** In the order of the story: the second reads the table that the first loads. */
const STORY = ['snowflake-load-dataset', 'sagemaker-snowflake-example'];

/** The notebook that JupyterLab opens. */
export const FIRST_NOTEBOOK = 'snowflake-load-dataset';

export const NOTEBOOK_LANGUAGES = ['en', 'es'] as const;
export type NotebookLanguage = (typeof NOTEBOOK_LANGUAGES)[number];

export interface ChosenNotebooks {
  /** The lessons in place of the story. */
  readonly lessons: boolean;
  readonly language: NotebookLanguage;
}

/** Names below `notebooks/`, without `.ipynb`, in the order in which they are read. A translation is `<name>.<language>`. */
export async function shippedNotebooks(
  root: string,
  { lessons, language }: ChosenNotebooks,
): Promise<readonly string[]> {
  const names = lessons ? await lessonNames(root) : STORY;
  return language === 'en' ? names : names.map((name) => `${name}.${language}`);
}

/** Every notebook below `notebooks/`, as paths. */
export async function allNotebookFiles(root: string): Promise<readonly string[]> {
  const folder = join(root, 'notebooks');
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => file.endsWith('.ipynb') && !/(^|[\\/])\./.test(file))
    .map((file) => join(folder, file))
    .sort();
}

export function notebookFile(root: string, name: string): string {
  return join(root, 'notebooks', `${name}.ipynb`);
}

async function lessonNames(root: string): Promise<readonly string[]> {
  const files = await readdir(join(root, 'notebooks', 'lessons'));
  return files
    .flatMap((file) => /^(\d-[\w-]+)\.ipynb$/.exec(file)?.[1] ?? [])
    .map((name) => `lessons/${name}`)
    .sort();
}

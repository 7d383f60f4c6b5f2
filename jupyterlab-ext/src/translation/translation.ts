import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Gettext, type ITranslator, type TranslationBundle } from '@jupyterlab/translation';

export const DOMAIN = 'jupyterlab_tables_and_jobs';

/** The languages whose texts come with the extension, by the first part of a language code. English needs no catalogue. */
const CATALOGUES = { es: () => import('./es.json') } as const;

/** A value of the setting `language`. */
export type Language = 'jupyterlab' | 'en' | keyof typeof CATALOGUES;

/** What the setting says; JupyterLab's own language where it says nothing. */
export function languageIn(settings: ISettingRegistry.ISettings | undefined): Language {
  const { composite } = settings?.get('language') ?? {};
  return composite === 'en' || composite === 'es' ? composite : 'jupyterlab';
}

/**
 * The texts of the sidebar in a language. JupyterLab takes catalogues only from language packs, which are Python
 * packages; this extension needs no Python, so it brings its own. A language pack that knows this extension comes first.
 */
export async function translationFor(language: Language, translator: ITranslator): Promise<TranslationBundle> {
  const code = codeOf(language, translator);
  const [name = ''] = code.toLowerCase().split(/[-_]/);
  if (language === 'jupyterlab' && isTranslated(translator)) return translator.load(DOMAIN);
  if (!Object.hasOwn(CATALOGUES, name)) return name === 'en' ? new Gettext() : translator.load(DOMAIN);
  const { default: texts } = await CATALOGUES[name as keyof typeof CATALOGUES]();
  const bundle = new Gettext({ locale: name, domain: DOMAIN });
  bundle.loadJSON(
    { '': { language: name, domain: DOMAIN, pluralForms: 'nplurals=2; plural=(n != 1);' }, ...texts },
    DOMAIN,
  );
  return bundle;
}

/** How times and numbers are written: the language as a code of BCP 47. */
export function localeOf(language: Language, translator: ITranslator): string {
  return codeOf(language, translator).replace('_', '-');
}

/** The language as a code. JupyterLab 4.2 knows none, and shows English, until the person has chosen one. */
function codeOf(language: Language, translator: ITranslator): string {
  if (language !== 'jupyterlab') return language;
  const { languageCode }: { readonly languageCode?: string } = translator;
  return languageCode ?? 'en';
}

/** True if JupyterLab's language pack holds this extension's texts. */
function isTranslated(translator: ITranslator): boolean {
  const title = 'Tables and jobs';
  return translator.load(DOMAIN).__(title) !== title;
}

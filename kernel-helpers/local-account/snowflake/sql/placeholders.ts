import { InternalError } from 'kernel-helpers/errors';

/**
 * Puts words in place of the names and texts of one statement, so that the SQL translator, which loses the quotes of some
 * names, neither reads nor prints what a user wrote between quotes.
 */
export class Placeholders {
  private readonly prefix: string;
  private readonly originals: string[] = [];
  private readonly words = new Map<string, string>();

  /** `source`: text that holds no word that looks like a placeholder afterwards. */
  constructor(source: string) {
    const upper = source.toUpperCase();
    let prefix = 'ZQ';
    while (upper.includes(prefix)) prefix += 'Q';
    this.prefix = prefix;
  }

  /** The word for a name. */
  ofName(name: string): string {
    return this.hide('N', name);
  }

  /** What stands for a text between single quotes. The translator reads some texts, such as '1 day': harmless ones stay. */
  ofText(text: string): string {
    return /^[\w .,:+/-]*$/.test(text) ? text : this.hide('T', text);
  }

  /** The original of a text that is one placeholder; undefined for any other text. */
  originalOf(text: string): string | undefined {
    const parts = new RegExp(`^${this.word}$`, 'i').exec(text);
    return parts === null ? undefined : this.original(parts[2]);
  }

  /** A text of the translator's with the originals in it, as `print` prints them. */
  reveal(text: string, print: (original: string) => string = (original) => original): string {
    return text.replace(new RegExp(this.word, 'gi'), (_word, _kind, index: string) => print(this.original(index)));
  }

  /** SQL for the engine, with every name between double quotes and every text between single quotes. */
  revealSql(sql: string): string {
    const withQuotes = new RegExp(`(["']?)${this.word}(["']?)`, 'gi');
    return sql.replace(withQuotes, (whole, before: string, kind: string, index: string, after: string) => {
      const quote = kind.toUpperCase() === 'N' ? '"' : "'";
      const isBareName = quote === '"' && before === '' && after === '';
      if (!isBareName && (before !== quote || after !== quote))
        throw new InternalError(`The SQL translator printed a name or a text in a place that is not its own: ${whole}`);
      return quote + this.original(index).replaceAll(quote, quote + quote) + quote;
    });
  }

  private hide(kind: 'N' | 'T', original: string): string {
    const key = kind + original;
    const word = this.words.get(key) ?? `${this.prefix}${kind}${this.originals.push(original) - 1}Z`;
    this.words.set(key, word);
    return word;
  }

  private original(index: string | undefined): string {
    const original = this.originals[Number(index)];
    if (original === undefined) throw new InternalError('The SQL translator changed a placeholder.');
    return original;
  }

  private get word(): string {
    return `${this.prefix}([NT])(\\d+)Z`;
  }
}

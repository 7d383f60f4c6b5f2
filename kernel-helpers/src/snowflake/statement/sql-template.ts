import { UserError } from '../../errors';
import type { Bind } from '../session/session';
import { bindProblem } from './bind-problem';
import { Identifier, quoteText } from './identifiers';
import { readStatement, transfersFiles } from './read-statement';
import { type SqlToken, tokenize } from './tokens';

/** What may stand in `${…}` of the `sql` tag: a value, or a name made by `identifier()`. */
export type SqlValue = Bind | Identifier;

export interface SqlStatement {
  readonly sqlText: string;
  readonly binds: readonly Bind[];
}

/**
 * Turns a template into SQL text with a `?` for each value; only names enter the text itself, quoted.
 * One UserError lists every value that cannot be sent, or stands where Snowflake would not take it for a value.
 */
export function sqlStatement(strings: readonly (string | undefined)[], values: readonly unknown[]): SqlStatement {
  const pieces = strings.map((piece) => piece ?? refuseEscape());
  const { sqlText, starts } = join(pieces, values);
  const tokens = tokenize(sqlText);
  const problems = values.flatMap((value, index) => {
    const problem =
      (value instanceof Identifier ? undefined : bindProblem(value)) ?? placeProblem(tokens, starts[index]);
    return problem === undefined ? [] : [`Value ${index + 1} of the SQL template ${problem}`];
  });
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  const binds = values.filter((value) => !(value instanceof Identifier)) as Bind[];
  if (binds.length > 0 && transfersFiles(readStatement(sqlText))) return withTexts(pieces, values);
  return { sqlText, binds };
}

/** The text, and where in it each value stands. */
function join(pieces: readonly string[], values: readonly unknown[]): { sqlText: string; starts: readonly number[] } {
  const starts: number[] = [];
  const sqlText = pieces.reduce((text, piece, index) => {
    const value = values[index - 1];
    starts.push(text.length);
    return `${text}${value instanceof Identifier ? value.sql : '?'}${piece}`;
  });
  return { sqlText, starts };
}

/** What is wrong with the place of a value: it has to be a token of its own. */
function placeProblem(tokens: readonly SqlToken[], start: number): string | undefined {
  const token = tokens.find(({ end }) => end > start);
  if (token === undefined || token.start === start) return undefined;
  switch (token.kind) {
    case 'text':
      return (
        'stands inside quotes, where Snowflake reads a question mark. Leave the quotes out, a value needs none: ' +
        `where city = \${city}. Join texts in TypeScript: where city like \${\`%\${city}%\`}.`
      );
    case 'quoted':
      return `stands inside double quotes, which make a name. Write the whole name with identifier(): select * from \${identifier(table)}.`;
    case 'comment':
      return 'stands inside a comment. Take it out of the comment, or take the comment out.';
    case 'dollars':
      return 'stands inside $$…$$, which Snowflake reads as it is. Pass it beside the text, for example as an argument of CALL.';
    case 'stage':
    case 'file':
      return `is a part of a file's or a stage's name. Write the file as one value: put \${\`file://\${path}\`} @~. A stage stands there as it is.`;
    default:
      return `stands directly behind "${token.text.slice(0, start - token.start)}". Put a blank between them.`;
  }
}

/** PUT and GET take no values beside the text (docs.snowflake.com, "PUT"), so texts become constants of SQL. */
function withTexts(pieces: readonly string[], values: readonly unknown[]): SqlStatement {
  const sqlText = pieces.reduce((text, piece, index) => {
    const value = values[index - 1];
    return `${text}${value instanceof Identifier ? value.sql : quoteText(String(value))}${piece}`;
  });
  return { sqlText, binds: [] };
}

function refuseEscape(): never {
  throw new UserError('The SQL template holds a backslash that TypeScript cannot read. Write it twice: \\\\.');
}

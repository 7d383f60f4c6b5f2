import type { IncomingHttpHeaders } from 'node:http';
import { CUSTOM_ATTRIBUTES_HEADER } from 'kernel-helpers/training-contract/answered-error';
import {
  ANSWER_PARAMETER,
  ANSWER_PARTS,
  type AnswerPart,
  PART_SEPARATOR,
} from 'kernel-helpers/training-contract/index';
import { BadRequest } from './bad-request';
import type { FeatureRows, ModelInput } from './rows/feature-rows';
import { readCsv } from './rows/read-csv';
import { readJson, readJsonLines } from './rows/read-json';
import { readLibsvm } from './rows/read-libsvm';
import { type AnswerWriter, writeCsv, writeJson, writeJsonLines } from './write-answer';

export type RowReader = (body: Buffer, model: ModelInput) => FeatureRows;

const READERS: Readonly<Record<string, RowReader>> = {
  'text/csv': readCsv,
  'application/json': readJson,
  'application/jsonlines': readJsonLines,
  'application/x-ndjson': readJsonLines,
  'text/libsvm': readLibsvm,
  'text/x-libsvm': readLibsvm,
};

const WRITERS: Readonly<Record<string, AnswerWriter>> = {
  'text/csv': writeCsv,
  'application/json': writeJson,
  'application/jsonlines': writeJsonLines,
  'application/x-ndjson': writeJsonLines,
};
const DEFAULT_TYPE = 'text/csv';

/** What a request sends, and what it asks for. */
export interface RequestForm {
  readonly read: RowReader;
  readonly parts: readonly AnswerPart[];
  readonly answerType: string;
  readonly write: AnswerWriter;
}

/** The clients of an endpoint send few different headers, again and again. */
const known = new Map<string, RequestForm>();
const MOST_KNOWN = 100;

/** Reads the headers of a request; what cannot be answered is refused before its body is read. */
export function readRequestForm(headers: IncomingHttpHeaders): RequestForm {
  const key = `${headers['content-type']}\n${headers.accept}\n${headers[CUSTOM_ATTRIBUTES_HEADER]}`;
  const form = known.get(key) ?? readNewForm(headers);
  if (known.size < MOST_KNOWN) known.set(key, form);
  return form;
}

function readNewForm(headers: IncomingHttpHeaders): RequestForm {
  const [type, ...parameters] = (headers['content-type'] ?? DEFAULT_TYPE).split(';');
  const mediaType = type.trim().toLowerCase();
  if (!Object.hasOwn(READERS, mediaType)) {
    throw new BadRequest(`Content type ${mediaType} is not supported.`, {
      status: 415,
      advice: `Send ${listOf(READERS)}.`,
    });
  }
  const attributes = headers[CUSTOM_ATTRIBUTES_HEADER];
  const answerType = chooseAnswerType(headers.accept);
  return {
    read: READERS[mediaType],
    parts: readParts(findAnswer(parameters) ?? findAnswer(String(attributes ?? '').split(','))),
    answerType,
    write: WRITERS[answerType],
  };
}

/** The value of `answer=…` in a list of parameters, in which it may stand in quotes. */
function findAnswer(parameters: readonly string[]): string | undefined {
  for (const parameter of parameters) {
    const [, value] = new RegExp(`^\\s*${ANSWER_PARAMETER}\\s*=\\s*"?(.*?)"?\\s*$`, 'i').exec(parameter) ?? [];
    if (value !== undefined) return value;
  }
  return undefined;
}

function readParts(answer: string | undefined): readonly AnswerPart[] {
  if (answer === undefined) return ['score'];
  return answer.split(PART_SEPARATOR).map((name) => {
    const part = ANSWER_PARTS.find((known) => known === name.trim().toLowerCase());
    if (part !== undefined) return part;
    throw new BadRequest(`An answer has no part ${JSON.stringify(name)}.`, {
      advice: `Name some of ${ANSWER_PARTS.join(', ')}, with ${PART_SEPARATOR} between them: ${ANSWER_PARAMETER}=${ANSWER_PARTS.slice(0, 2).join(PART_SEPARATOR)}.`,
    });
  });
}

/** The media type of the answer: the first one in the Accept header that we can write. */
function chooseAnswerType(accept: string | undefined): string {
  if (accept === undefined) return DEFAULT_TYPE;
  const wanted = accept.split(',').map((type) => type.split(';')[0].trim().toLowerCase());
  for (const type of wanted) {
    if (type === '*/*' || type === '') return DEFAULT_TYPE;
    if (Object.hasOwn(WRITERS, type)) return type;
  }
  throw new BadRequest(`None of ${wanted.join(', ')} can be answered.`, {
    status: 406,
    advice: `Accept ${listOf(WRITERS)}.`,
  });
}

function listOf(byType: Readonly<Record<string, unknown>>): string {
  const types = Object.keys(byType);
  return `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;
}

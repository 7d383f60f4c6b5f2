/** The line of a finished job's card that tells what differs between runs: the job's name and its times. */
const RUN_OF_JOB = /(snowflake-xgboost-)[\w-]+( on \d+ × [\w.]+: )[\d,]+( s from start to end, )[\d,]+( s billed)/g;

/** The notebook's text, with an ellipsis for each name of a job and each time that differ between runs. */
export function withoutNamesOfRun(text: string): string {
  return text.replaceAll(RUN_OF_JOB, '$1…$2…$3…$4');
}

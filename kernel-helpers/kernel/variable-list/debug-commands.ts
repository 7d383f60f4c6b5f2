import { UserError } from 'kernel-helpers/errors';
import { z } from 'zod';
import type { CellRunner } from '../cells/cell-runner';
import type { DebugCommand } from '../debugger/debug-requests';
import { formatResult } from '../display/format-result';
import { listVariables } from './list-variables';

const MOST_VARIABLES = 1_000;

/** `matching` and `limit` are ours: JupyterLab's debugger asks for all. */
const wantedSchema = z.object({
  matching: z.string().optional(),
  limit: z.number().int().min(1).max(MOST_VARIABLES).default(MOST_VARIABLES),
});
const variableSchema = z.object({ variableName: z.string() });

/**
 * The commands of a debugger that need no attached one:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#inspectvariables
 */
export function variableCommands(runner: CellRunner): Readonly<Record<string, DebugCommand>> {
  return {
    inspectVariables: (parameters) => {
      const { variables, total } = listVariables(runner.variableList, wantedSchema.parse(parameters));
      const listed = variables.map((variable) => ({
        ...variable,
        evaluateName: variable.name,
        variablesReference: 0,
      }));
      return { variables: listed, total };
    },
    richInspectVariables: async (parameters) => {
      const { variableName: name } = variableSchema.parse(parameters);
      if (!(name in runner.values)) throw new UserError(`No cell has given ${name} a value. Run the cell that does.`);
      const { data, metadata } = await formatResult(runner.values[name]);
      return { data, metadata };
    },
  };
}

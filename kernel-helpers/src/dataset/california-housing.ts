import { currentSignal } from '../display/kernel-bridge';
import { createDataFrame } from '../table/danfo';
import type { DataFrame } from '../table/data-frame';
import { SYNTHETIC_ORIGIN } from '../table/origin';
import { findHousingFile } from './housing-sources';
import { parseHousing } from './parse-housing';
import { syntheticHousing } from './synthetic-housing';

export interface CaliforniaHousingOptions {
  /** Gives up when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

/**
 * California Housing as a danfo DataFrame: 20,640 districts of the 1990 census, eight features and MEDHOUSEVAL,
 * the median house value in 100,000 dollars.
 * Where the data set can be found nowhere, rows of the same form are made up, and the frame's `origin` says so.
 */
export async function californiaHousing(options: CaliforniaHousingOptions = {}): Promise<DataFrame> {
  const found = await findHousingFile(options.signal ?? currentSignal());
  const columns = found === undefined ? syntheticHousing() : parseHousing(found.text, found.place);
  return createDataFrame(
    columns.map(({ name, values }) => ({ name, type: 'float32', values })),
    found === undefined ? `${SYNTHETIC_ORIGIN}: California Housing could not be found or downloaded` : found.origin,
  );
}

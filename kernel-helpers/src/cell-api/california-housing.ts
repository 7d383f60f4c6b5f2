import { housingFrame } from '../dataset/housing-frame';
import { findHousingFile } from '../dataset/housing-sources';
import { checkOptionNames } from '../option-names';
import type { DataFrame } from '../table/data-frame';
import { inCell } from './in-cell';

export interface CaliforniaHousingOptions {
  /** Gives up when it fires. @default the running cell's interrupt */
  readonly signal?: AbortSignal;
}

/**
 * California Housing as a danfo DataFrame: 20,640 districts of the 1990 census, eight features and MEDHOUSEVAL,
 * the median house value in 100,000 dollars.
 * If the data set cannot be found, it makes up rows of the same form, and the frame's `origin` says so.
 */
export async function californiaHousing(options: CaliforniaHousingOptions = {}): Promise<DataFrame> {
  checkOptionNames('californiaHousing()', options, { signal: true });
  return housingFrame(await findHousingFile(inCell(options.signal)));
}

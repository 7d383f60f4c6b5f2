import type * as CreateSlider from './create-slider';
import type * as CreateWidget from './create-widget';
import type * as CreateExploration from './explore/create-exploration';
import type * as ShownTables from './explore/shown-tables';
import type * as ProgressWidget from './progress-widget';

/** The parts that talk to a front end, each loaded when it is first used, so that importing the helpers stays fast. */
export const loadWidgets = {
  slider: () => require('./create-slider') as typeof CreateSlider,
  widget: () => require('./create-widget') as typeof CreateWidget,
  exploration: () => ({
    ...(require('./explore/create-exploration') as typeof CreateExploration),
    ...(require('./explore/shown-tables') as typeof ShownTables),
  }),
  progress: () => require('./progress-widget') as typeof ProgressWidget,
} as const;

import { withFixedWidth } from '../cell-width';
import type { VegaLiteSpec } from '../vega-lite-spec';
import type { Vega, VegaLogger } from './drawing-parts';

/** On paper and on the white pages that show pictures, whatever theme the notebook has. */
const PICTURE_CONFIG = { font: 'Inter', aria: false, background: 'white' } as const;

/** A chart as SVG. Vega is asked for it at once: outputs of a cell are in order, and nothing has to be loaded. */
export function chartSvg(vega: Vega, spec: VegaLiteSpec): string {
  const problems: unknown[] = [];
  const logger = problemLogger(problems);
  const { config, ...rest } = withFixedWidth(spec);
  const withConfig = { ...rest, config: { ...(config as object | undefined), ...PICTURE_CONFIG } };
  const view = new vega.View(vega.parse(vega.compile(withConfig, { logger }).spec), { renderer: 'none', logger });
  try {
    view.run();
    if (problems.length > 0) throw problems[0];
    const { left, right, top, bottom } = view.padding();
    const [x, y] = view._origin;
    const renderer = new vega.SVGStringRenderer();
    const [width, height] = [view._viewWidth + left + right, view._viewHeight + top + bottom];
    renderer.initialize(null, width, height, [left + x, top + y], 1);
    return renderer.render(view.scenegraph().root).svg();
  } finally {
    view.finalize();
  }
}

/** Vega tells its failures to a logger, and goes on. */
function problemLogger(problems: unknown[]): VegaLogger {
  const logger: VegaLogger = {
    level: () => logger,
    error(problem) {
      problems.push(problem);
      return logger;
    },
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

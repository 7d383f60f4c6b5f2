import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';

interface VegaChartProps {
  /** Without its width: the chart is as wide as its place. */
  readonly spec: object;
  readonly renderers: IRenderMimeRegistry;
}

/** A chart drawn by JupyterLab's own Vega renderer, as in notebooks. The table beside it says the same to everybody. */
export function VegaChart({ spec, renderers }: VegaChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const renderer = useRef<ReturnType<IRenderMimeRegistry['createRenderer']>>();
  const width = useWidth(place);
  // Vega does not find the width of a place that is drawn by React, so it is told.
  const text = JSON.stringify({ ...spec, width });

  // Before React removes the place from the page: Lumino takes a widget out of a page only where it still is.
  useLayoutEffect(() => {
    if (place.current === null) return;
    const made = renderers.createRenderer(VEGA_LITE);
    Widget.attach(made, place.current);
    renderer.current = made;
    return () => {
      renderer.current = undefined;
      made.dispose();
    };
  }, [renderers]);

  useEffect(() => {
    if (width === 0) return;
    const model = renderers.createModel({
      data: { [VEGA_LITE]: JSON.parse(text) },
      // Its menu has no name for screen readers.
      metadata: { [VEGA_LITE]: { embed_options: { actions: false } } },
    });
    void renderer.current?.renderModel(model);
  }, [text, width, renderers]);

  return <div className="tj-chart" ref={place} aria-hidden="true" />;
}

/** The width of an element in whole pixels; 0 before it is known. */
function useWidth(element: RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(current.clientWidth)));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

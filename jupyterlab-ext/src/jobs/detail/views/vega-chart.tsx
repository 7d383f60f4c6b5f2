import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import { useEffect, useRef } from 'react';

const VEGA_LITE = 'application/vnd.vegalite.v5+json';

interface VegaChartProps {
  readonly spec: object;
  readonly renderers: IRenderMimeRegistry;
}

/** A chart drawn by JupyterLab's own Vega renderer, as in notebooks. */
export function VegaChart({ spec, renderers }: VegaChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const renderer = useRef<ReturnType<IRenderMimeRegistry['createRenderer']>>();
  const text = JSON.stringify(spec);

  useEffect(() => {
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
    const model = renderers.createModel({ data: { [VEGA_LITE]: JSON.parse(text) } });
    void renderer.current?.renderModel(model);
  }, [text, renderers]);

  return <div className="tj-chart" ref={place} aria-hidden="true" />;
}

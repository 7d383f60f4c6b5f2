/**
 * How a browser draws a slider: an ES module in anywidget's format (https://anywidget.dev/en/afm/). The control is
 * the browser's own, so that keyboards and screen readers know it.
 */
export const SLIDER_ESM = `
function render({ model, el }) {
  const id = 'kernel-helpers-slider-' + Math.random().toString(36).slice(2);
  const label = document.createElement('label');
  label.htmlFor = id;
  label.textContent = model.get('label');
  const input = document.createElement('input');
  Object.assign(input, { id, type: 'range', min: model.get('min'), max: model.get('max'), step: model.get('step') });
  // JupyterLab would take the arrow keys to go to another cell.
  input.setAttribute('data-lm-suppress-shortcuts', 'true');
  if (label.textContent === '') input.setAttribute('aria-label', 'Slider');
  const output = document.createElement('output');
  output.htmlFor = id;

  const show = () => {
    const value = model.get('value');
    input.value = value;
    output.textContent = value;
    input.style.setProperty('--filled', 100 * (value - input.min) / (input.max - input.min) + '%');
  };
  input.addEventListener('input', () => {
    model.set('value', Number(input.value));
    model.save_changes();
  });
  model.on('change:value', show);
  show();
  // Our extension says so in the page: then the kernel may renew what is saved of the slider while somebody drags it.
  if (document.documentElement.dataset.kernelHelpersKeepsViews === 'true') model.send({ keepsViews: true });

  el.classList.add('kernel-helpers-slider');
  el.append(label, input, output);
}

export default { render };
`;

/** The colours are those of JupyterLab's theme, and readable ones elsewhere. */
export const SLIDER_CSS = `
.kernel-helpers-slider {
  display: flex;
  align-items: center;
  gap: 0.75em;
  padding: 4px 0;
  color: var(--jp-content-font-color1, inherit);
  font-family: var(--jp-content-font-family, sans-serif);
  font-size: var(--jp-content-font-size1, 14px);
}
.kernel-helpers-slider label:empty {
  display: none;
}
.kernel-helpers-slider input {
  appearance: none;
  width: 18em;
  max-width: 60%;
  height: 4px;
  margin: 8px 0;
  border-radius: 2px;
  background: linear-gradient(
    to right,
    var(--jp-brand-color1, #1976d2) var(--filled),
    var(--jp-border-color1, #bdbdbd) var(--filled)
  );
  cursor: pointer;
}
.kernel-helpers-slider input::-webkit-slider-thumb {
  appearance: none;
  width: 16px;
  height: 16px;
  border: 2px solid var(--jp-layout-color0, #fff);
  border-radius: 50%;
  background: var(--jp-brand-color1, #1976d2);
}
.kernel-helpers-slider input::-moz-range-thumb {
  width: 12px;
  height: 12px;
  border: 2px solid var(--jp-layout-color0, #fff);
  border-radius: 50%;
  background: var(--jp-brand-color1, #1976d2);
}
.kernel-helpers-slider input:focus-visible {
  outline: none;
}
.kernel-helpers-slider input:focus-visible::-webkit-slider-thumb {
  outline: 2px solid var(--jp-brand-color1, #1976d2);
  outline-offset: 1px;
}
.kernel-helpers-slider input:focus-visible::-moz-range-thumb {
  outline: 2px solid var(--jp-brand-color1, #1976d2);
  outline-offset: 1px;
}
.kernel-helpers-slider output {
  min-width: 3em;
  font-variant-numeric: tabular-nums;
}
`;

/** The message with which a page says that it draws widgets. */
export const READY = 'ready';

/** How a browser draws a progress bar: an ES module in anywidget's format (https://anywidget.dev/en/afm/). */
export const PROGRESS_ESM = `
function initialize({ model }) {
  model.send('${READY}');
}

function render({ model, el }) {
  const track = document.createElement('div');
  const bar = document.createElement('div');
  const text = document.createElement('span');
  track.className = 'track';
  bar.className = 'bar';
  track.append(bar);
  track.setAttribute('role', 'progressbar');
  track.setAttribute('aria-label', model.get('title'));

  const show = () => {
    const done = model.get('done');
    const total = model.get('total');
    text.textContent = model.get('text');
    track.setAttribute('aria-valuetext', model.get('text'));
    track.classList.toggle('endless', total === null);
    if (total === null) return;
    track.setAttribute('aria-valuemin', 0);
    track.setAttribute('aria-valuemax', total);
    track.setAttribute('aria-valuenow', done);
    bar.style.width = Math.min(100, total > 0 ? 100 * done / total : 100) + '%';
  };
  model.on('change', show);
  show();

  el.classList.add('kernel-helpers-progress');
  el.append(track, text);
}

export default { initialize, render };
`;

/** The colours are those of JupyterLab's theme, and readable ones elsewhere. */
export const PROGRESS_CSS = `
.kernel-helpers-progress {
  display: flex;
  align-items: center;
  gap: 0.5em;
  padding: 4px 0;
  color: var(--jp-content-font-color1, inherit);
  font-family: var(--jp-content-font-family, sans-serif);
  font-size: var(--jp-content-font-size1, 14px);
  font-variant-numeric: tabular-nums;
}
.kernel-helpers-progress .track {
  width: 10em;
  height: 8px;
  overflow: hidden;
  border-radius: 4px;
  background: var(--jp-border-color2, #e0e0e0);
}
.kernel-helpers-progress .bar {
  width: 0;
  height: 100%;
  border-radius: 4px;
  background: var(--jp-brand-color1, #1976d2);
  transition: width 100ms linear;
}
.kernel-helpers-progress .endless .bar {
  width: 30%;
  animation: kernel-helpers-progress 1.2s ease-in-out infinite alternate;
}
@keyframes kernel-helpers-progress {
  to {
    margin-left: 70%;
  }
}
@media (prefers-reduced-motion: reduce) {
  .kernel-helpers-progress .bar {
    transition: none;
    animation: none;
  }
}
`;

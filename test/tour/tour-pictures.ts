/** Where the pictures are, seen from the root of the clone. */
export const TOUR_FOLDER = 'notebooks/tour';

export const LARGEST_PICTURE_BYTES = 120_000;
export const LARGEST_TOUR_BYTES = 1_000_000;

/** What a picture of the tour shows. */
export interface TourPicture {
  /** A file of the tour's folder. */
  readonly file: string;
  /** The notebook that is in front. */
  readonly notebook: 'snowflake-load-dataset' | 'sagemaker-snowflake-example';
  /** The cell with this text, with its outputs; without it, the window with the sidebar. */
  readonly cell?: string;
  /** Waits until the outputs hold this, as a selector. */
  readonly shows?: string;
}

/** In the order of the tour. */
export const TOUR_PICTURES: readonly TourPicture[] = [
  { file: 'tables.png', notebook: 'snowflake-load-dataset' },
  { file: 'rows.png', notebook: 'snowflake-load-dataset', cell: 'show(houses);', shows: 'table, [role=grid]' },
  {
    file: 'chart.png',
    notebook: 'snowflake-load-dataset',
    cell: 'show(heatMap(',
    shows: '.vega-embed :is(canvas, svg)',
  },
  { file: 'job.png', notebook: 'sagemaker-snowflake-example', cell: 'job.watch()', shows: 'canvas, svg' },
  {
    file: 'predictions.png',
    notebook: 'sagemaker-snowflake-example',
    cell: 'show(scatter(',
    shows: '.vega-embed :is(canvas, svg)',
  },
  { file: 'clean-up.png', notebook: 'sagemaker-snowflake-example', cell: 'await cleanUp();', shows: 'pre' },
];

import { describe, expect, test } from '@jest/globals';
import { normaliseNotebook } from '../../../kernel-helpers/jupyter/notebooks/normalise-notebook';

const executed = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: 'tslab' } },
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: ['# Title'] },
    {
      cell_type: 'code',
      id: 'b',
      execution_count: 7,
      metadata: { execution: { 'iopub.status.busy': '2026-01-01T00:00:00Z' }, tags: ['kept'] },
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['one\n'] },
        { output_type: 'execute_result', execution_count: 7, data: { 'text/plain': ['1'] }, metadata: {} },
      ],
      source: ['1'],
    },
  ],
});

describe('a notebook that is committed with its outputs', () => {
  test('counts its executions from 1, whatever the kernel had counted before', () => {
    const [, code] = JSON.parse(normaliseNotebook(executed)).cells;

    expect(code.execution_count).toBe(1);
    expect(code.outputs[1].execution_count).toBe(1);
  });

  test('keeps ids and the author’s metadata, and says nothing about when it ran', () => {
    const [, code] = JSON.parse(normaliseNotebook(executed)).cells;

    expect(code.id).toBe('b');
    expect(code.metadata).toEqual({ tags: ['kept'] });
  });

  test('leaves out a display that was emptied, which a quicker machine never shows, and no other', () => {
    const display = (data: object) => ({ output_type: 'display_data', metadata: {}, data });
    const kept = [
      display({ 'text/html': ['<span>5 rows</span>'], 'text/plain': ['5 rows'] }),
      display({ 'application/vnd.vegalite.v5+json': { mark: 'bar' }, 'text/plain': [] }),
    ];
    const emptied = display({ 'text/html': ['<span></span>'], 'text/plain': [] });
    const notebook = JSON.parse(executed);
    notebook.cells[1].outputs = [emptied, ...kept, emptied];

    expect(JSON.parse(normaliseNotebook(JSON.stringify(notebook))).cells[1].outputs).toEqual(kept);
  });

  test('says neither the name nor the times of its job, which differ in every run', () => {
    const card = (name: string, seconds: string, billed: string) => ({
      output_type: 'display_data',
      metadata: {},
      data: {
        'text/html': [
          `<b>Completed</b><br><small>${name} on 2 × ml.m5.2xlarge: ${seconds} s from start to end, ${billed} s billed</small>`,
        ],
        'text/plain': [
          `${name} on 2 × ml.m5.2xlarge: ${seconds} s from start to end, ${billed} s billed\n`,
          'rmse 0.5',
        ],
      },
    });
    const saved = (outputs: readonly object[]) => {
      const notebook = JSON.parse(executed);
      notebook.cells[1].outputs = outputs;
      return normaliseNotebook(JSON.stringify(notebook));
    };

    const first = saved([card('snowflake-xgboost-2026-01-31-09-05-00-000', '95', '120')]);

    expect(saved([card('snowflake-xgboost-2026-02-01-10-00-07-123', '1,004', '2,001')])).toBe(first);
    expect(JSON.parse(first).cells[1].outputs).toEqual([card('snowflake-xgboost-…', '…', '…')]);
  });

  test('is written as Jupyter writes it: sorted keys, one space, a newline at the end', () => {
    const text = normaliseNotebook(executed);

    expect(text.startsWith('{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "id": "a",')).toBe(true);
    expect(text.endsWith('\n "nbformat_minor": 5\n}\n')).toBe(true);
    expect(normaliseNotebook(text)).toBe(text);
  });

  test('is refused when it is not a notebook', () => {
    expect(() => normaliseNotebook('{"cells": 3}')).toThrow();
  });
});

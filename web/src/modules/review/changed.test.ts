// @vitest-environment node
import { expect, it } from 'vitest';
import type { HistoryEntry } from '@/api/types';
import { changedSinceReturn } from './changed';

const entry = (version: number, action: string, changes: HistoryEntry['changes'] = {}): HistoryEntry => ({ version, at: version, by_name: 'x', action, state: 'draft', changes });
it('marks what changed after the last return', () => {
  const entries = [entry(1, 'create'), entry(2, 'update', { a: [1, 2] }), entry(3, 'move:submit'), entry(4, 'move:return'), entry(5, 'update', { b: [1, 2] }), entry(6, 'update', { b: [2, 3], c: [0, 1] }), entry(7, 'move:submit')];
  expect(changedSinceReturn(entries).sort()).toEqual(['b', 'c']);
});
it('marks nothing on a first submission', () => expect(changedSinceReturn([entry(1, 'create'), entry(2, 'update', { a: [1, 2] })])).toEqual([]));

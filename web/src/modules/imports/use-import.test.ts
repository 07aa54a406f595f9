// @vitest-environment node
import { expect, it } from 'vitest';
import { doubles, mappingOf } from './use-import';

it('takes the guessed columns and leaves the others out', () => {
  const columns = [{ index: 0, header: 'a', field: 'name', confidence: 1, samples: [] }, { index: 3, header: 'b', field: null, confidence: 0, samples: [] }];
  expect(mappingOf({ id: '1', kind: 'k', sheet: 's', sheets: ['s'], header_row: 1, rows: 0, preview: [], columns })).toEqual({ 0: 'name' });
});
it('finds a field chosen twice', () => expect(doubles({ 0: 'name', 1: 'type', 2: 'name', 3: '', 4: '' })).toEqual(['name']));

import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '@/api/office';
import type { ImportCheck, ImportGuess } from '@/api/types';
import { attempt } from '@/kernel/errors';
import { doubles, mappingOf, useImport } from './use-import';

vi.mock('@/api/office');
vi.mock('@/kernel/errors', () => ({ attempt: vi.fn() }));
const calls = vi.mocked(api);

it('takes the guessed columns and leaves the others out', () => {
  const columns = [{ index: 0, header: 'a', field: 'name', confidence: 1, samples: [] }, { index: 3, header: 'b', field: null, confidence: 0, samples: [] }];
  expect(mappingOf({ id: '1', kind: 'k', sheet: 's', sheets: ['s'], header_row: 1, rows: 0, preview: [], columns })).toEqual({ 0: 'name' });
});
it('finds a field chosen twice', () => expect(doubles({ 0: 'name', 1: 'type', 2: 'name', 3: '', 4: '' })).toEqual(['name']));

describe('an import step by step', () => {
  const guess: ImportGuess = { id: '9', kind: 'app', sheet: 'S2', sheets: ['S1', 'S2'], header_row: 2, rows: 3, preview: [], columns: [{ index: 0, header: 'h', field: 'name', confidence: 1, samples: [] }] };
  const check = { rows: 3, valid: 2, create: 2, update: 0, unchanged: 0, conflicts: 0, rejected: 1, problems: [] } as ImportCheck;
  const file = new File(['x'], 'x.csv');
  beforeEach(() => {
    vi.resetAllMocks();
    vi.mocked(attempt).mockImplementation((call) => call().catch(() => undefined));
    calls.startImport.mockResolvedValue(guess);
    calls.checkImport.mockResolvedValue(check);
    calls.commitImport.mockResolvedValue({ created: 2, updated: 0, unchanged: 0, skipped: 0, rejected: 1 });
  });
  it('goes from file to result with what the person settled', async () => {
    const one = useImport();
    await one.upload('app', file);
    expect([one.step.value, one.sheet.value, one.headerRow.value, one.mapping.value]).toEqual(['map', 'S2', 2, { 0: 'name' }]);
    one.mapping.value = { 0: 'name', 1: '', 2: 'kind' };
    one.policy.value = 'skip';
    await one.validate();
    const plan = { mapping: { 0: 'name', 2: 'kind' }, sheet: 'S2', header_row: 2, policy: 'skip', key: [] };
    expect(calls.checkImport).toHaveBeenCalledExactlyOnceWith('9', plan);
    expect(one.step.value).toBe('check');
    await one.commit();
    expect(calls.commitImport).toHaveBeenCalledExactlyOnceWith('9', plan);
    expect([one.step.value, one.result.value?.created]).toEqual(['done', 2]);
  });
  it('says whose the rows are only when somebody chose', async () => {
    const one = useImport();
    await one.upload('app', file);
    await one.validate();
    expect(calls.checkImport.mock.lastCall?.[1]).not.toHaveProperty('org');
    one.org.value = 7;
    await one.validate();
    expect(calls.checkImport.mock.lastCall?.[1].org).toBe(7);
  });
  it('stays where it is when the server refuses', async () => {
    calls.startImport.mockRejectedValueOnce(new Error('zip'));
    const one = useImport();
    await one.upload('app', file);
    expect([one.step.value, one.busy.value, one.guess.value]).toEqual(['upload', false, null]);
    await one.upload('app', file);
    calls.checkImport.mockRejectedValueOnce(new Error('gone'));
    await one.validate();
    expect(one.step.value).toBe('map');
  });
  it('starts anew with nothing left over', async () => {
    const one = useImport();
    await one.upload('app', file);
    await one.validate();
    one.restart();
    expect([one.step.value, one.guess.value, one.check.value, one.result.value]).toEqual(['upload', null, null, null]);
  });
});

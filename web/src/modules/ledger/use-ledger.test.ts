import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as api from '@/api/ledger';
import { putCatalogue } from '@/kernel/catalogue';
import { inPage, settled } from '../../../tests/in-page';
import { useLedger } from './use-ledger';

vi.mock('@/api/ledger');
vi.mock('@/kernel/events', () => ({ onChange: () => () => undefined }));
const list = vi.mocked(api).listDuties;
const open = (address: string, org: number | null) => inPage(address, () => useLedger(org));
beforeEach(() => {
  vi.resetAllMocks();
  list.mockResolvedValue({ rows: [], total: 3, counts: { overdue: 3 } });
  putCatalogue({ kinds: [], taxonomies: {}, plans: [{ name: 'p1', title: { zh: '', en: '' }, tasks: [] }] });
});

describe('the ledger', () => {
  it('of one enterprise is a timeline of up to 200, of all a table of 50', async () => {
    expect((await open('/ledger/7', 7)).used).toMatchObject({ view: { value: 'timeline' }, size: { value: 200 } });
    expect((await open('/ledger', null)).used).toMatchObject({ view: { value: 'table' }, size: { value: 50 } });
    expect((await open('/ledger/7?view=table', 7)).used.view.value).toBe('table');
  });
  it('asks for the filters of the address, the most urgent first', async () => {
    await open('/ledger/7?state=overdue&task=1,2&view=table&duty=LP-1', 7);
    await settled();
    expect(list.mock.calls[0]?.[0]).toEqual({ plan: 'p1', org: 7, sort: 'urgent', page: '1', state: 'overdue', task: '1,2', size: 200 });
  });
  it('does not ask again when a duty is opened over it', async () => {
    const { used, router } = await open('/ledger/7', 7);
    await settled();
    used.set({ duty: 'LP-1', page: '' });
    await settled();
    expect(router.currentRoute.value.query).toEqual({ duty: 'LP-1' });
    expect(list).toHaveBeenCalledOnce();
    used.set({ state: 'met' });
    await settled();
    expect(list).toHaveBeenCalledTimes(2);
  });
  it('keeps the rows it has while an error is told', async () => {
    const { used } = await open('/ledger', null);
    await settled();
    list.mockRejectedValueOnce(new Error('away'));
    await used.refresh();
    expect([used.page.value?.total, used.error.value instanceof Error, used.busy.value]).toEqual([3, true, false]);
  });
});

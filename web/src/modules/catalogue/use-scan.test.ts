import { beforeEach, expect, it, vi } from 'vitest';
import { handInScan } from '@/api/catalogue';
import type { ScanReport } from '@/api/types';
import { attempt } from '@/kernel/errors';
import { readScan, withoutSamples } from './scan-result';
import { useScan } from './use-scan';

vi.mock('@/api/catalogue');
vi.mock('@/kernel/errors', () => ({ attempt: vi.fn() }));
const call = vi.mocked(handInScan);
const scan = { format: 'longpan-discover/1', documents: [{ path: 'a', findings: [{ kind: 'mobile', examples: ['138****0000'] }] }] };
const file = (content: unknown): File => new File([typeof content === 'string' ? content : JSON.stringify(content)], 'result.json');
const report = { preview: true, created: 1, datasets: [] } as unknown as ScanReport;

beforeEach(() => {
  vi.resetAllMocks();
  vi.mocked(attempt).mockImplementation((one) => one().catch(() => undefined));
  call.mockResolvedValue(report);
});

it('takes samples out at every depth and leaves the rest', () => {
  expect(withoutSamples(JSON.stringify(scan))).toEqual({ format: 'longpan-discover/1', documents: [{ path: 'a', findings: [{ kind: 'mobile' }] }] });
  expect(withoutSamples('{"skipped_by_reason":{"examples_of":1},"samples":[1],"list":["examples"]}')).toEqual({ skipped_by_reason: { examples_of: 1 }, list: ['examples'] });
});
it('knows a result from other files', () => {
  for (const text of ['', '[]', 'null', '{"format":"longpan-discover/2"}', '{']) expect(readScan(text)).toBeUndefined();
  expect(readScan('{"format":"longpan-discover/1.2"}')).toEqual({ format: 'longpan-discover/1.2' });
});
it('sends no sample, shows the preview, then hands in the same', async () => {
  const one = useScan();
  one.system.value = ' CRM ';
  await one.choose(file(scan));
  expect(JSON.stringify(call.mock.lastCall?.[0])).not.toContain('138');
  expect(call.mock.lastCall?.[1]).toEqual({ preview: true, system: 'CRM', unit: 'auto' });
  expect(one.report.value).toBe(report);
  await one.commit();
  expect(call.mock.lastCall?.[1].preview).toBe(false);
  one.restart();
  await one.commit();
  expect(call).toHaveBeenCalledTimes(2);
});
it('sends nothing of a file that is no result', async () => {
  const one = useScan();
  await one.choose(file('name,phone'));
  expect([one.wrong.value, one.report.value]).toEqual([true, null]);
  expect(call).not.toHaveBeenCalled();
});
it('keeps the file when the server refuses, to be tried again', async () => {
  call.mockRejectedValueOnce(new Error('busy'));
  const one = useScan();
  await one.choose(file(scan));
  expect([one.report.value, one.busy.value, one.wrong.value]).toEqual([null, false, false]);
  await one.again();
  expect(one.report.value).toBe(report);
});

// A scan result becomes catalogue entries: chosen, shown before anything is written, written, and again without effect.
// No sample of data leaves the browser.
import { expect, type Page } from '@playwright/test';
import { atDeskOnly, expectAccessible, field, heading, test, unique } from './people';

atDeskOnly();

const sample = '138****0000';
function scanOf(table: string, rows: number): Buffer {
  const finding = { field: '手机号', kind: 'mobile', hits: rows, values: rows, confidence: 99, because: 'header+share', distinct: rows, examples: [sample], categories: { telecom: 'A1-2' }, sensitivity: 'personal' };
  const document = { path: table, format: 'table', encoding: 'utf-8', bytes: rows * 2000, rows, persons: rows, level: 'important', level_rule: 'pi_over_100000', findings: [finding] };
  const coverage = { files: 1, documents: 1, bytes_found: rows * 2000, bytes_scanned: rows * 2000, bytes_skipped: 0, bytes_unpacked: 0, skipped_by_reason: {}, skips: [] };
  return Buffer.from(JSON.stringify({ format: 'longpan-discover/1', root: 'crm', source: 'postgresql', rules_digest: 'r1', program: 'longpan', sampling: '', documents: [document], interrupted: false, coverage }));
}
const tile = (page: Page, label: string) => page.locator('.tiles').getByText(label, { exact: true }).locator('..');
const choose = (page: Page, buffer: Buffer, name = 'result.json') => page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/json', buffer });

test('a scan is previewed, written and written again without effect', async ({ as }) => {
  const page = await as('officer');
  const sent: string[] = [];
  page.on('request', (request) => { if (request.url().includes('/api/catalogue/')) sent.push(request.postData() ?? ''); });
  const table = unique('app.users');
  await page.goto('/records/data_catalogue_item');
  await page.getByRole('button', { name: '由扫描结果登记' }).click();
  await expect(heading(page)).toContainText('由扫描结果登记');
  await expectAccessible(page);
  await choose(page, Buffer.from('name,phone'), 'list.json');
  await expect(page.getByRole('alert')).toContainText('list.json');
  await choose(page, scanOf(table, 400_000));
  await expect(page.getByText('预览：尚未写入任何内容。')).toBeVisible();
  await expect(tile(page, '新建草稿')).toContainText('1');
  await expectAccessible(page);
  await page.getByRole('button', { name: '写入 1 项' }).click();
  await expect(page.getByText('已写入。')).toBeVisible();
  await page.getByRole('link', { name: table }).click();
  await expect(heading(page)).toContainText(table);
  await expect(field(page, 'size_gb')).toContainText('0.8');
  await expect(field(page, 'evidence')).toContainText('discover-scan-');
  await page.goto('/catalogue/scan');
  await choose(page, scanOf(table, 400_000));
  await expect(tile(page, '无变化')).toContainText('1');
  await expect(page.getByRole('button', { name: '写入 0 项' })).toBeDisabled();
  expect(sent.length).toBe(3);
  expect(sent.join('')).not.toContain(sample);
});

test('the regulator sees the register and is not offered to fill it', async ({ as }) => {
  const page = await as('regulator');
  await page.goto('/records/data_catalogue_item');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await expect(page.getByRole('button', { name: '由扫描结果登记' })).toHaveCount(0);
  await page.goto('/catalogue/scan');
  await expect(page.locator('input[type="file"]')).toHaveCount(0);
});

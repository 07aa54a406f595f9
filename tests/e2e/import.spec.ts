// Spreadsheets as people send them, through the browser; the duties they bring; exports equal what is shown.
import { expect, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { atDeskOnly, expectAccessible, test, unique } from './people';
import { gbk, workbook } from './sheets';

atDeskOnly();
async function upload(page: Page, kind: string, name: string, buffer: Buffer): Promise<void> {
  await page.goto(`/imports?kind=${kind}`);
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await expect(page.getByRole('button', { name: '检查' })).toBeVisible();
}
const tile = (page: Page, label: string) => page.locator('.tiles').getByText(label, { exact: true }).locator('..');

test('a workbook with a merged title, dates as text and as serials', async ({ as }) => {
  const page = await as('officer');
  const mark = unique('');
  await upload(page, 'app', '应用台账.xlsx', workbook('某公司移动应用台账（2024年7月）', [
    ['APP名称', 'APP类型', '上线时间', '使用状态'],
    [`掌厅${mark}`, 'APP', '2024年6月3日', '在用'], [`会员${mark}`, 'APP', 45475, '在用'], [`坏日期${mark}`, 'APP', '2024-02-30', '在用'],
  ]));
  await expect(page.getByLabel(/表头行/)).toHaveValue('2');
  await expect(page.getByRole('row', { name: /上线时间/ }).locator('select')).toHaveValue('launched_on');
  await expectAccessible(page);
  await page.getByRole('button', { name: '检查' }).click();
  await expect(tile(page, '将新建')).toContainText('2');
  await expect(tile(page, '将拒绝')).toContainText('1');
  await expect(page.getByRole('row', { name: /2024-02-30/ })).toBeVisible();
  await expectAccessible(page);
  const [rejected] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载被拒绝的行' }).click()]);
  expect((await readFile(await rejected.path())).subarray(0, 2).toString()).toBe('PK');
  await page.getByRole('button', { name: /^导入 2 条/ }).click();
  await expect(tile(page, '已新建')).toContainText('2');
  await page.goto(`/records/app?q=${encodeURIComponent(`会员${mark}`)}`);
  await page.getByRole('link', { name: `会员${mark}` }).click();
  await expect(page.getByText('2024-07-02').first()).toBeVisible();
  await page.getByRole('link', { name: 'APP公安联网备案' }).click();
  await expect(page).toHaveURL(/\/ledger\/\d+\?duty=LP2024/);
  await expect(page.getByRole('dialog')).toContainText(`会员${mark}`);
  await expect(page.getByRole('dialog')).toContainText('2024-08-01');
});

test('a GBK file, and the same again changes nothing', async ({ as }) => {
  const page = await as('officer');
  const mark = unique('');
  const text = `网元名称,网元类型,编号,上线时间\r\n邮件${mark},邮件系统,E-${mark},2021/3/4\r\n`;
  await upload(page, 'network_unit', '网元.csv', gbk(text));
  await expect(page.getByText(/GB/i).first()).toBeVisible();
  await page.getByRole('button', { name: '检查' }).click();
  await page.getByRole('button', { name: /^导入 1 条/ }).click();
  await expect(tile(page, '已新建')).toContainText('1');
  await upload(page, 'network_unit', '网元.csv', gbk(text));
  await page.getByRole('button', { name: '检查' }).click();
  await expect(tile(page, '无变化')).toContainText('1');
  await expect(tile(page, '将新建')).toContainText('0');
});

test('an export holds exactly the filtered set', async ({ as }) => {
  const page = await as('officer');
  await page.goto('/records/network_unit?f.state=filed&f.grade=2');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  const shown = Number(/共 ([\d,]+) 条/.exec(await page.getByText(/共 [\d,]+ 条/).first().innerText())?.[1]?.replaceAll(',', ''));
  await page.getByRole('button', { name: '导出' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /JSON/ }).click()]);
  const exported: unknown = JSON.parse(await readFile(await file.path(), 'utf8'));
  const rows = Array.isArray(exported) ? exported : (exported as { rows: unknown[] }).rows;
  expect(shown).toBeGreaterThan(0);
  expect(rows).toHaveLength(shown);
  const names = new Set(rows.map((row) => JSON.stringify(row)));
  expect(names.size).toBe(shown);
});

// The life of a filing through both sides' eyes: draft, what is missing, panels, files, submit, return, my work.
import { expect, test, type Page } from '@playwright/test';
import { choose, expectAccessible, otherSide, signIn } from './people';

test.skip(({ isMobile, viewport }) => isMobile || (viewport?.width ?? 0) < 800, 'once, at desk width');
test.beforeEach(async ({ page }) => choose(page, 'zh-CN', 'light'));

const field = (page: Page, name: string) => page.locator(`[data-field="${name}"]`);
async function fill(page: Page, name: string, text: string): Promise<void> {
  const box = field(page, name).locator('textarea, input').first();
  await box.fill(text);
  await box.press('Tab');
}
async function attach(page: Page, name: string): Promise<void> {
  await field(page, name).locator('input[type="file"]').setInputFiles({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 example') });
  await expect(field(page, name)).toContainText(`${name}.pdf`);
}
async function draft(page: Page, name: string): Promise<string> {
  await page.goto('/records/network_unit/new');
  await fill(page, 'name', name);
  await field(page, 'unit_type').locator('input').first().fill('邮件');
  await page.locator('.el-select-dropdown:visible .el-tree-node__content:visible, .el-select-dropdown:visible .el-select-dropdown__item:visible').filter({ hasText: '邮件' }).first().click();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  return new URL(page.url()).pathname;
}

test('a unit goes from draft to submitted, comes back with a reason and waits in my work', async ({ page, browser }) => {
  test.setTimeout(240_000);
  await signIn(page, 'officer');
  const name = `故事单元${Date.now()}`;
  const path = await draft(page, name);
  await expect(page.getByText(/下一步还缺 \d+ 项/)).toBeVisible();
  await page.getByRole('link', { name: '去填写' }).click();
  await expect(field(page, 'function').getByText('下一步必填')).toBeVisible();
  const texts = { function: '收发邮件', division_reason: '按业务划分', owner_department: '运行维护部', head_name: '周正', head_phone: '19900001111', sites: '主用机房', boundary: '经防火墙互联', go_live: '2020-05-01', impact: '2', impact_reason: '用户少', scale: '2', scale_reason: '限本省', importance: '2', importance_reason: '可替代' };
  for (const [key, text] of Object.entries(texts)) await fill(page, key, text);
  await field(page, 'public_ips').getByRole('button', { name: /公网IP地址段/ }).click();
  await field(page, 'public_ips').getByLabel(/IP地址段/).locator('visible=true').last().fill('203.0.113.77');
  await field(page, 'hardware').getByRole('button', { name: /主要硬件/ }).click();
  await field(page, 'hardware').locator('td input').first().fill('服务器');
  await attach(page, 'topology');
  await attach(page, 'grading_report');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page).toHaveURL(path);
  await expect(page.getByText('203.0.113.77')).toBeVisible();
  await page.getByRole('button', { name: '提交', exact: true }).click();
  await expect(page.locator('.page-head, header').getByText('已提交').first()).toBeVisible();

  const regulator = await otherSide(browser, 'regulator');
  await regulator.goto(path.replace('/records/', '/review/'));
  await expect(regulator.getByRole('heading', { level: 2, name })).toBeVisible();
  await expect(regulator.getByRole('button', { name: '退回补正' })).toBeEnabled();
  await regulator.keyboard.press('r');
  await regulator.getByRole('dialog').locator('textarea').last().fill('拓扑图缺少出口设备');
  await regulator.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(regulator.getByRole('dialog')).toHaveCount(0);
  await regulator.goto(path);
  await expect(regulator.getByText('审核未通过(补正)').first()).toBeVisible();
  await regulator.context().close();

  await page.goto('/work');
  await expect(page.locator('section[aria-labelledby="queue-returned"]').getByRole('link', { name: new RegExp(name) })).toBeVisible();
  await page.goto(path);
  await page.getByRole('tab', { name: '历史' }).click();
  await expect(page.getByText('拓扑图缺少出口设备').first()).toBeVisible();
});

test('two people edit one record: the second is told and loses nothing unasked', async ({ page, browser }) => {
  test.setTimeout(120_000);
  await signIn(page, 'officer');
  const path = await draft(page, `并发单元${Date.now()}`);
  await page.goto(`${path}/edit`);
  await fill(page, 'users', '先改的人看到的');
  const other = await otherSide(browser, 'officer');
  await other.goto(`${path}/edit`);
  await fill(other, 'function', '后来者先保存');
  await other.getByRole('button', { name: '保存' }).click();
  await expect(other).toHaveURL(path);
  await other.context().close();
  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('记录已被他人修改');
  await expect(dialog).toContainText('后来者先保存');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '留在此页' }).click();
  await expect(field(page, 'users').locator('input')).toHaveValue('先改的人看到的');
});

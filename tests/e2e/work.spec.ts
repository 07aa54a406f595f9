// What people do: sign in, switch language, find, filter, open a duty, write, review by keyboard.
import { expect, test } from '@playwright/test';
import { choose, expectAccessible, signIn } from './people';

test.beforeEach(async ({ page }) => choose(page, 'zh-CN', 'light'));

test('a wrong password is refused with words', async ({ page }) => {
  await page.goto('/sign-in');
  await page.locator('#login').fill('nobody-here');
  await page.locator('#password').fill('wrong');
  await page.locator('button[type="submit"]').click();
  await expect(page.getByRole('alert')).toContainText('账号或密码不正确');
  await expectAccessible(page);
});
test('a page asked for before signing in comes after it', async ({ page }) => {
  await page.goto('/ledger?state=overdue');
  await expect(page).toHaveURL(/sign-in\?next=/);
});
test('the language changes everywhere and is kept', async ({ page }) => {
  await signIn(page, 'officer');
  await page.getByRole('button', { name: '选择语言' }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-US');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Hello');
});
test('the command palette goes to a page', async ({ page, isMobile }) => {
  test.skip(isMobile, 'keyboard');
  await signIn(page, 'officer');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('台账');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/ledger/);
});
test('an officer creates, edits and finds a network unit', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/records/network_unit/new');
  const name = `浏览器测试单元${Date.now()}`;
  await page.locator('[data-field="name"] input').fill(name);
  await page.locator('[data-field="unit_type"] input').first().click();
  await page.locator('.el-select-dropdown:visible .el-tree-node__content, .el-select-dropdown:visible .el-select-dropdown__item').first().click();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expectAccessible(page);
  await page.goto(`/records/network_unit?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole('link', { name })).toBeVisible();
});
test('a duty explains itself, and the explanation has an address', async ({ page }) => {
  await signIn(page, 'officer');
  await page.goto('/ledger?view=table');
  await page.locator('tbody button').first().click();
  await expect(page.getByRole('dialog')).toContainText('依据条款');
  await expect(page).toHaveURL(/duty=/);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
test('the board drills down to the duties behind a count', async ({ page }) => {
  await signIn(page, 'regulator');
  await page.goto('/board');
  const total = page.locator('.totals .stack-link').nth(1);
  await expect(total).toBeVisible();
  await total.click();
  await expect(page).toHaveURL(/\/ledger\?.*task=/);
  await expect(page.locator('tbody tr').first()).toBeVisible();
});
test('a reviewer steps and returns by keyboard, with a reason', async ({ page, isMobile }) => {
  test.skip(isMobile, 'keyboard');
  await signIn(page, 'regulator');
  await page.goto('/review');
  await expect(page.locator('.queue [aria-current="true"]')).toHaveCount(1);
  const first = await page.locator('.queue [aria-current="true"]').innerText();
  await page.keyboard.press('j');
  await expect(page.locator('.queue [aria-current="true"]')).not.toHaveText(first);
  await expect(page.locator('.moves button').first()).toBeVisible();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(dialog.getByRole('alert')).toContainText('请填写理由');
});
test('filters live in the address and the count follows', async ({ page }) => {
  await signIn(page, 'regulator');
  await page.goto('/records/network_unit?f.state=filed');
  await expect(page.getByRole('list', { name: '生效的筛选条件' })).toBeVisible();
  await page.reload();
  await expect(page.locator('tbody tr').first()).toContainText('已备案');
});

// What people do all day: sign in, switch language and theme, find, filter, keep a view, open a duty, review by keyboard.
import { expect } from '@playwright/test';
import { atDeskOnly, choose, expectAccessible, heading, logins, password, test, unique } from './people';

test('a wrong password is refused with words', async ({ page }) => {
  await choose(page);
  await page.goto('/sign-in');
  await page.locator('#login').fill('nobody-here');
  await page.locator('#password').fill('wrong');
  await page.locator('button[type="submit"]').click();
  await expect(page.getByRole('alert')).toContainText('账号或密码不正确');
  await expectAccessible(page);
});
test('a page asked for before signing in comes after it', async ({ page }) => {
  await choose(page);
  await page.goto('/ledger?state=overdue');
  await expect(page).toHaveURL(/sign-in\?next=/);
  await page.locator('#login').fill(logins.officer);
  await page.locator('#password').fill(password);
  await page.locator('button[type="submit"]').click();
  await expect(page).toHaveURL(/\/ledger\?state=overdue/);
});
test('the language changes everywhere and is kept', async ({ as }) => {
  const page = await as('officer');
  await page.goto('/work');
  await page.getByRole('button', { name: '选择语言' }).click();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-US');
  await page.reload();
  await expect(heading(page)).toContainText('Hello');
});
test('the theme changes at once and is kept', async ({ as }) => {
  const page = await as('regulator');
  await page.goto('/board');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: '选择主题' }).click();
  await page.getByRole('menuitemradio', { name: '深色' }).click();
  await expect(page.locator('html')).toHaveClass(/dark/);
  expect(await ground()).not.toBe(light);
  await page.reload();
  await expect(page.locator('html')).toHaveClass(/dark/);
});

test.describe('at a desk', () => {
  atDeskOnly();

  test('the command palette goes to a page, a record and an action', async ({ as }) => {
    const page = await as('regulator');
    await page.goto('/work');
    await expect(heading(page)).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: '搜索记录、页面或操作' }).fill('看板');
    await expectAccessible(page, 'dialog[open]');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/board/);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: '搜索记录、页面或操作' }).fill('深色');
    await page.keyboard.press('Enter');
    await expect(page.locator('html')).toHaveClass(/dark/);
    const unit = (await (await page.request.get('/api/records/network_unit?size=1')).json() as { rows: [{ no: string }] }).rows[0];
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: '搜索记录、页面或操作' })).toBeFocused();
    await page.keyboard.type(unit.no);
    await page.getByRole('option').filter({ hasText: unit.no }).first().click();
    await expect(page).toHaveURL(/\/records\/network_unit\/\d+/);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: '搜索记录、页面或操作' }).fill('没有这样的内容');
    await expect(page.getByText('没有匹配的内容')).toBeVisible();
  });
  test('a duty explains itself, and the explanation has an address', async ({ as }) => {
    const page = await as('officer');
    await page.goto('/ledger?view=table');
    await page.locator('tbody button').first().click();
    await expect(page.getByRole('dialog')).toContainText('依据条款');
    await expect(page).toHaveURL(/duty=/);
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
  test('the board drills down to the duties behind a count', async ({ as }) => {
    const page = await as('regulator');
    await page.goto('/board');
    const total = page.locator('.totals .stack-link').nth(1);
    await expect(total).toBeVisible();
    const counted = (await total.locator('.count').allInnerTexts()).reduce((sum, one) => sum + Number(one), 0);
    await total.click();
    await expect(page).toHaveURL(/\/ledger\?.*task=/);
    await expect(page.getByText(`共 ${counted.toLocaleString('zh-CN')} 条`)).toBeVisible();
  });
  test('a filter set is kept as a view, used again and dropped', async ({ as }) => {
    const page = await as('regulator');
    await page.goto('/board?region=320100&state=overdue');
    const name = unique('南京逾期');
    const menu = page.getByRole('button', { name: '常用视图' });
    await menu.click();
    await page.getByRole('menuitem', { name: '保存当前筛选' }).click();
    await page.getByRole('dialog').getByLabel('视图名称').fill(name);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.goto('/board');
    await menu.click();
    await expectAccessible(page, '[role="menu"]');
    await page.getByRole('menuitem', { name, exact: true }).click();
    await expect(page).toHaveURL(/region=320100.*state=overdue/);
    await menu.click();
    await page.getByRole('menuitem', { name: `删除“${name}”` }).click();
    await menu.click();
    await expect(page.getByRole('menuitem', { name, exact: true })).toHaveCount(0);
  });
  test('filters live in the address and the count follows', async ({ as }) => {
    const page = await as('regulator');
    await page.goto('/records/network_unit?f.state=filed');
    await expect(page.getByRole('list', { name: '生效的筛选条件' })).toBeVisible();
    await page.reload();
    await expect(page.locator('tbody tr').first()).toContainText('已备案');
  });
  test('a reviewer steps, returns with a reason and goes on, by keyboard alone', async ({ as }) => {
    const page = await as('regulator');
    await page.goto('/review');
    const now = page.locator('.queue [aria-current="true"] .name');
    await expect(now).toHaveCount(1);
    const first = await now.innerText();
    await page.keyboard.press('j');
    await expect(now).not.toHaveText(first);
    await page.keyboard.press('k');
    await expect(now).toHaveText(first);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toContainText('退回并填写理由');
    await page.keyboard.press('Escape');
    await expect(page.locator('.moves button').first()).toBeVisible();
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('理由')).toBeFocused();
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('button', { name: '确定' }).click();
    await expect(dialog.getByRole('alert')).toContainText('请填写理由');
    await page.keyboard.type('请补充拓扑图');
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(now).not.toHaveText(first);
  });
  test('a snapshot is taken and holds the ledger as it was', async ({ as }) => {
    const page = await as('regulator');
    await page.goto('/snapshots');
    await page.getByRole('button', { name: '生成快照' }).click();
    const name = unique('七月中旬');
    await page.getByRole('dialog').getByLabel('名称').fill(name);
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByRole('link', { name }).click();
    await expect(page).toHaveURL(/snapshot=\d+/);
    await expect(page.getByRole('region', { name }).locator('tbody tr').first()).toBeVisible();
    await expect(page.getByText(/第 1–50 条，共 [\d,]+ 条/)).toBeVisible();
    await expectAccessible(page);
  });
});

// What goes wrong in a working day: the session ends, an address leads nowhere or to others, there is nothing yet.
import { expect } from '@playwright/test';
import { atDeskOnly, draftUnit, expectAccessible, field, fill, heading, logins, password, test, unique } from './people';

atDeskOnly();

test('a session that ends while a form is open costs a password, not the form', async ({ as }) => {
  const page = await as('officer');
  const path = await draftUnit(page, unique('过期单元'));
  await page.goto(`${path}/edit`);
  await fill(page, 'function', '写了很久的功能说明');
  await page.context().clearCookies();
  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('登录已失效');
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: '稍后' }).click();
  await expect(field(page, 'function').locator('textarea')).toHaveValue('写了很久的功能说明');

  await page.getByRole('button', { name: '保存' }).click();
  await dialog.getByLabel('密码').fill('not-this-one');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('账号或密码不正确');
  await dialog.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(path);
  await expect(field(page, 'function')).toContainText('写了很久的功能说明');
});

test('a token of an older sign-in is renewed without a question', async ({ as }) => {
  const page = await as('officer');
  // A session of its own, because signing in again ends the one before.
  await page.context().clearCookies();
  const signIn = () => page.context().request.post('/api/session', { data: { login: logins.officer, password } });
  await signIn();
  const path = await draftUnit(page, unique('双开单元'));
  await page.goto(`${path}/edit`);
  await fill(page, 'function', '另一个窗口又登录了一次');
  await signIn();
  await page.getByRole('button', { name: '保存' }).click();
  await expect(page).toHaveURL(path);
  await expect(field(page, 'function')).toContainText('另一个窗口又登录了一次');
});

test('an address that leads nowhere, or to another enterprise, says so and no more', async ({ as }) => {
  const regulator = await as('regulator');
  const officer = await as('officer');
  const mine = (await (await officer.request.get('/api/session')).json() as { user: { org: number } }).user.org;
  const all = await (await regulator.request.get('/api/records/network_unit?size=200')).json() as { rows: { id: number; org: number; label: string }[] };
  const foreign = all.rows.find((row) => row.org !== mine);
  if (!foreign) throw new Error('the example has units of one enterprise only');
  for (const path of ['/records/network_unit/99999999', `/records/network_unit/${foreign.id}`, `/records/network_unit/${foreign.id}/edit`, '/records/nonsense', '/records/nonsense/1', '/no/such/page']) {
    await test.step(path, async () => {
      await officer.goto(path);
      await expect(heading(officer)).toHaveText('页面不存在');
      await expect(officer.getByRole('link', { name: '回到首页' })).toBeVisible();
      await expect(officer.getByText(foreign.label)).toHaveCount(0);
    });
  }
  await officer.goto(`/ledger/${foreign.org}`);
  await expect(officer.getByText('没有符合条件的义务')).toBeVisible();
  await officer.goto('/ledger?duty=LP2024-99999999');
  await expect(officer.getByRole('dialog').getByRole('alert')).toBeVisible();
});

test('nothing found is said, with the way on', async ({ as }) => {
  const page = await as('officer');
  await page.goto('/records/network_unit?q=没有这样的名字');
  await expect(page.getByText('没有符合条件的记录')).toBeVisible();
  await expectAccessible(page);
  await page.locator('.empty').getByRole('button', { name: '清除筛选' }).click();
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await page.goto('/ledger?q=没有这样的义务');
  await expect(page.getByText('没有符合条件的义务')).toBeVisible();
  const regulator = await as('regulator');
  await regulator.goto('/board?q=没有这样的企业');
  await expect(regulator.getByText('没有符合条件的记录')).toBeVisible();
  await expectAccessible(regulator);
});

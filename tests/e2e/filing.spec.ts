// The life of a filing through both sides' eyes: draft, what is missing, submit, return with a reason, again,
// experts, pass; and two people at one record.
import { expect, type Page } from '@playwright/test';
import { atDeskOnly, attach, draftUnit, expectAccessible, field, fill, heading, pick, test, unique } from './people';

atDeskOnly();

const texts = {
  function: '收发邮件', division_reason: '按业务划分', owner_department: '运行维护部', head_name: '周正', head_phone: '19900001111', sites: '主用机房',
  boundary: '经防火墙互联', go_live: '2020-05-01', impact: '3', impact_reason: '用户多', scale: '3', scale_reason: '限本省', importance: '3', importance_reason: '难替代',
};
async function complete(page: Page): Promise<void> {
  for (const [key, text] of Object.entries(texts)) await fill(page, key, text);
  await field(page, 'public_ips').getByRole('button', { name: /公网IP地址段/ }).click();
  await field(page, 'public_ips').getByRole('textbox', { name: /IP地址段/ }).last().fill('203.0.113.77');
  await attach(page, 'topology');
  await attach(page, 'grading_report');
}
const state = (page: Page, title: string) => expect(page.locator('.page-head').getByText(title, { exact: true })).toBeVisible();
const act = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
async function submit(page: Page): Promise<void> {
  await act(page, '提交');
  await state(page, '已提交');
}
/** Steps of the regulator; those that ask something are answered in the dialog. */
async function agree(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a unit goes from draft to passed, with a return, a second submission and the experts between', async ({ as }) => {
  test.setTimeout(360_000);
  const officer = await as('officer');
  const name = unique('故事单元');
  const path = await draftUnit(officer, name);

  await test.step('the draft says what is missing and is completed', async () => {
    await expect(officer.getByText(/下一步还缺 \d+ 项/)).toBeVisible();
    await expect(officer.getByRole('button', { name: '提交', exact: true })).toBeDisabled();
    await officer.getByRole('link', { name: '去填写' }).click();
    await expect(field(officer, 'function').getByText('下一步必填')).toBeVisible();
    await complete(officer);
    await officer.getByRole('button', { name: '保存' }).click();
    await expect(officer).toHaveURL(path);
    await expect(officer.getByText('203.0.113.77')).toBeVisible();
    await expect(field(officer, 'grade')).toContainText('3');
    await submit(officer);
  });
  const regulator = await as('regulator');
  await test.step('it is returned with a reason, by keyboard', async () => {
    await regulator.goto(path.replace('/records/', '/review/'));
    await expect(regulator.getByRole('heading', { level: 2, name })).toBeVisible();
    await expect(regulator.getByRole('button', { name: '退回补正' })).toBeEnabled();
    await regulator.keyboard.press('r');
    await regulator.getByRole('dialog').getByLabel('理由').fill('拓扑图缺少出口设备');
    await agree(regulator);
    await regulator.goto(path);
    await state(regulator, '审核未通过(补正)');
  });
  await test.step('it waits in the officer\'s work with the reason, is mended and submitted again', async () => {
    await officer.goto('/work');
    await officer.locator('section[aria-labelledby="queue-returned"]').getByRole('link', { name: new RegExp(name) }).click();
    await officer.getByRole('tab', { name: '历史' }).click();
    await expect(officer.getByText('拓扑图缺少出口设备').first()).toBeVisible();
    await officer.goto(`${path}/edit`);
    await fill(officer, 'boundary', '经防火墙和出口路由器互联');
    await officer.getByRole('button', { name: '保存' }).click();
    await expect(officer).toHaveURL(path);
    await submit(officer);
  });
  await test.step('the reviewer sees what changed, and that grade 3 needs the experts', async () => {
    await regulator.goto(path.replace('/records/', '/review/'));
    await expect(field(regulator, 'boundary')).toContainText('有变更');
    await expect(regulator.getByText('三级及以上须有专家对本次提交的评审意见')).toBeVisible();
    await expectAccessible(regulator);
  });
  await test.step('the experts are asked and answer', async () => {
    await regulator.goto(path);
    await act(regulator, '提交专家评审');
    await agree(regulator);
    await state(regulator, '专家评审中');
    await act(regulator, '登记专家意见');
    await pick(regulator, 'expert_opinion', '同意');
    await fill(regulator, 'expert_grade', '3');
    await agree(regulator);
    await state(regulator, '专家已出意见');
  });
  await test.step('it passes and is filed; both see it', async () => {
    await act(regulator, '评审通过');
    await agree(regulator);
    await state(regulator, '评审通过');
    await act(regulator, '登记备案');
    await regulator.getByRole('dialog').getByLabel('备案编号').fill('JS-2024-0077');
    await agree(regulator);
    await state(regulator, '已备案');
    await officer.goto(path);
    await state(officer, '已备案');
    await expect(field(officer, 'filing_no')).toContainText('JS-2024-0077');
  });
});

test('two people edit one record: both versions are shown, and what was chosen is saved', async ({ as }) => {
  const page = await as('officer');
  const path = await draftUnit(page, unique('并发单元'));
  await page.goto(`${path}/edit`);
  await fill(page, 'users', '我的用户规模');
  await fill(page, 'function', '我写的功能');
  const other = await as('officer');
  await other.goto(`${path}/edit`);
  await fill(other, 'users', '别人的用户规模');
  await fill(other, 'boundary', '别人写的边界');
  await other.getByRole('button', { name: '保存' }).click();
  await expect(other).toHaveURL(path);

  await page.getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('记录已被他人修改');
  await expect(dialog.getByRole('row', { name: /用户规模/ })).toContainText('别人的用户规模');
  await expect(dialog.getByRole('row', { name: /用户规模/ })).toContainText('我的用户规模');
  await expect(dialog.getByRole('row', { name: /边界/ })).toContainText('别人写的边界');
  await expectAccessible(page, '[role="dialog"]');
  await dialog.getByRole('button', { name: '留在此页' }).click();
  await expect(field(page, 'users').locator('input')).toHaveValue('我的用户规模');

  await page.getByRole('button', { name: '保存' }).click();
  await dialog.getByRole('row', { name: /用户规模/ }).getByRole('radio').first().check();
  await dialog.getByRole('button', { name: '按选择保存' }).click();
  await expect(page).toHaveURL(path);
  await expect(heading(page)).toBeVisible();
  await expect(field(page, 'users')).toContainText('别人的用户规模');
  await expect(field(page, 'function')).toContainText('我写的功能');
  await expect(field(page, 'boundary')).toContainText('别人写的边界');
});

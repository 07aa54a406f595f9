// The people of the example, each signed in once for the whole run, and what every page must hold.
import AxeBuilder from '@axe-core/playwright';
import { expect, request, test as base, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export const sides = ['officer', 'regulator', 'auditor', 'admin'] as const;
export type Side = (typeof sides)[number];
export const logins: Record<Side, string> = {
  officer: process.env.E2E_OFFICER ?? 'enterprise', regulator: process.env.E2E_REGULATOR ?? 'officer', auditor: 'auditor', admin: 'admin',
};
export const password = process.env.E2E_PASSWORD ?? 'Longpan-2024';
const states = join(__dirname, '../../build/e2e');
const stateOf = (side: Side): string => join(states, `${side}.json`);

export async function signEverybodyIn(baseURL: string): Promise<void> {
  mkdirSync(states, { recursive: true });
  for (const side of sides) {
    const context = await request.newContext({ baseURL });
    const answer = await context.post('/api/session', { data: { login: logins[side], password } });
    if (!answer.ok()) throw new Error(`${logins[side]} cannot sign in: ${answer.status()} ${await answer.text()}`);
    await context.storageState({ path: stateOf(side) });
    await context.dispose();
  }
}

export interface Look { language?: string; theme?: string }
export async function choose(page: Page, { language = 'zh-CN', theme = 'light' }: Look = {}): Promise<void> {
  await page.addInitScript(([l, t]) => {
    for (const [key, value] of [['longpan.language', l], ['longpan.theme', t]] as const) {
      if (localStorage.getItem(key) === null) localStorage.setItem(key, JSON.stringify(value));
    }
  }, [language, theme]);
}
/** `as('officer')` is that person's desk: a window of their own, already signed in. */
export const test = base.extend<{ as: (side: Side, look?: Look) => Promise<Page> }>({
  as: async ({ browser }, use) => {
    const open: Page[] = [];
    await use(async (side, look) => {
      const page = await (await browser.newContext({ storageState: stateOf(side) })).newPage();
      await choose(page, look);
      open.push(page);
      return page;
    });
    for (const page of open) await page.context().close();
  },
});
/** Stories are told once, at desk width; the phone has the pages' sweep. */
export const atDeskOnly = (): void => test.skip(({ viewport }) => (viewport?.width ?? 0) < 800, 'told once, at desk width');

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });
export const field = (page: Page, name: string) => page.locator(`[data-field="${name}"]`);
export async function fill(page: Page, name: string, text: string): Promise<void> {
  const box = field(page, name).locator('textarea, input').first();
  await box.fill(text);
  await box.press('Tab');
}
/** Chooses from a drop-down by typing what its option says. */
export async function pick(page: Page, name: string, option: string): Promise<void> {
  await field(page, name).locator('input').first().click();
  await page.keyboard.type(option);
  await page.locator('.el-select-dropdown:visible .el-tree-node__content:visible, .el-select-dropdown:visible .el-select-dropdown__item:visible').filter({ hasText: option }).first().click();
  await page.keyboard.press('Escape');
}
export async function attach(page: Page, name: string): Promise<void> {
  await field(page, name).locator('input[type="file"]').setInputFiles({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 example') });
  await expect(field(page, name)).toContainText(`${name}.pdf`);
}
let made = 0;
export const unique = (name: string): string => `${name}${Date.now()}${(made += 1)}`;
/** A new unit in draft; its address. */
export async function draftUnit(page: Page, name: string): Promise<string> {
  await page.goto('/records/network_unit/new');
  await fill(page, 'name', name);
  await pick(page, 'unit_type', '邮件');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(heading(page)).toContainText(name);
  return new URL(page.url()).pathname;
}

/** Every request of the page must go to its own host. */
export function watchHosts(page: Page): string[] {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = new URL(page.url() === 'about:blank' ? request.url() : page.url());
    if (/^https?:$/.test(url.protocol) && url.host !== own.host) foreign.push(request.url());
  });
  return foreign;
}
/** The whole page, or only what a story has just opened on it: every page is swept by pages.spec.ts. */
export async function expectAccessible(page: Page, part?: string): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (part ? axe.include(part) : axe).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`)).toEqual([]);
}
export async function expectNoSideways(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

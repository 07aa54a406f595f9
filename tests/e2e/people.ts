import AxeBuilder from '@axe-core/playwright';
import { expect, type Browser, type Page } from '@playwright/test';

export type Side = 'officer' | 'regulator';
export const logins: Record<Side, string> = { officer: process.env.E2E_OFFICER ?? 'officer', regulator: process.env.E2E_REGULATOR ?? 'regulator' };
export const password = process.env.E2E_PASSWORD ?? 'fixture-password';

export async function choose(page: Page, language: string, theme: string): Promise<void> {
  await page.addInitScript(([l, t]) => {
    if (localStorage.getItem('longpan.language') === null) localStorage.setItem('longpan.language', JSON.stringify(l));
    localStorage.setItem('longpan.theme', JSON.stringify(t));
  }, [language, theme]);
}
export async function signIn(page: Page, side: Side): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('#login').fill(logins[side]);
  await page.locator('#password').fill(password);
  await page.locator('button[type="submit"]').click();
  await expect(page).toHaveURL(/\/work/);
  await expect(page.locator('h1')).toBeVisible();
}
/** Another person at another desk; close its context when done. */
export async function otherSide(browser: Browser, side: Side): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage();
  await choose(page, 'zh-CN', 'light');
  await signIn(page, side);
  return page;
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
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html ?? ''}`)).toEqual([]);
}
export async function expectNoSideways(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

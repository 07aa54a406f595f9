// Every page of both sides, in both languages and themes: no axe violation, nothing wider than the
// window, no request to another host, no error in the console.
import { expect, test } from '@playwright/test';
import { choose, expectAccessible, expectNoSideways, signIn, watchHosts, type Side } from './people';

const pages: Record<Side, string[]> = {
  officer: ['/work', '/ledger', '/ledger?view=table', '/records/organisation', '/records/network_unit', '/records/network_unit/new', '/imports', '/reports/consistency', '/notifications', '/preferences', '/no/such/page', '/accounts'],
  regulator: ['/work', '/board', '/ledger', '/review', '/records/organisation', '/records/network_unit', '/snapshots', '/notifications'],
};
const looks = [['zh-CN', 'light'], ['en-US', 'dark']] as const;

for (const [language, theme] of looks) {
  test(`sign-in, ${language} ${theme}`, async ({ page }) => {
    await choose(page, language, theme);
    await page.goto('/sign-in');
    await expect(page.locator('h1')).toBeVisible();
    await expectAccessible(page);
    await expectNoSideways(page);
  });
  for (const side of ['officer', 'regulator'] as const) {
    test(`pages of the ${side}, ${language} ${theme}`, async ({ page }) => {
      test.setTimeout(480_000);
      const foreign = watchHosts(page);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await choose(page, language, theme);
      await signIn(page, side);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      for (const path of pages[side]) {
        await test.step(path, async () => {
          await page.goto(path);
          await expect(page.locator('h1')).toBeVisible();
          await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
          await expectAccessible(page);
          await expectNoSideways(page);
        });
      }
      expect(foreign).toEqual([]);
      expect(errors).toEqual([]);
    });
  }
}

// Every page of every side, in both languages and themes: no axe violation, nothing wider than the
// window, no request to another host, no error in the console.
import { expect } from '@playwright/test';
import { choose, expectAccessible, expectNoSideways, heading, test, watchHosts, type Side } from './people';

const pages: Record<Side, string[]> = {
  officer: ['/work', '/ledger', '/ledger?view=table', '/records/organisation', '/records/network_unit', '/records/network_unit/new', '/records/app', '/records/data_catalogue_item', '/catalogue/scan', '/imports', '/reports/consistency', '/notifications', '/preferences', '/no/such/page', '/accounts'],
  regulator: ['/work', '/board?size=20', '/ledger?size=20', '/review', '/records/organisation', '/records/network_unit', '/records/expert_review/new', '/snapshots', '/notifications'],
  auditor: ['/journal', '/outbox'],
  admin: ['/accounts', '/journal'],
};
const looks = [{ language: 'zh-CN', theme: 'light' }, { language: 'en-US', theme: 'dark' }];

for (const look of looks) {
  test(`sign-in, ${look.language} ${look.theme}`, async ({ page }) => {
    await choose(page, look);
    await page.goto('/sign-in');
    await expect(heading(page)).toBeVisible();
    await expectAccessible(page);
    await expectNoSideways(page);
  });
  for (const [side, paths] of Object.entries(pages) as [Side, string[]][]) {
    test(`pages of the ${side}, ${look.language} ${look.theme}`, async ({ as }) => {
      test.setTimeout(480_000);
      const page = await as(side, look);
      const foreign = watchHosts(page);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      for (const path of paths) {
        await test.step(path, async () => {
          await page.goto(path);
          await expect(heading(page)).toBeVisible();
          await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
          await expectAccessible(page);
          await expectNoSideways(page);
        });
      }
      await expect(page.locator('html')).toHaveAttribute('lang', look.language);
      expect(foreign).toEqual([]);
      expect(errors).toEqual([]);
    });
  }
}

// Browser tests of both sides against a running Longpan. BASE_URL points at it, or LONGPAN_SERVE is the
// command that starts one (and E2E_PORT its port). Accounts and passwords come from the environment:
// E2E_OFFICER, E2E_REGULATOR, E2E_PASSWORD. Run from web/: `npm run e2e`.
import { defineConfig } from '@playwright/test';

const port = process.env.E2E_PORT ?? '8081';
const baseURL = process.env.BASE_URL ?? `http://127.0.0.1:${port}`;
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

export default defineConfig({
  testDir: '.',
  outputDir: '../../web/test-results/e2e',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  fullyParallel: true,
  workers: 2,
  retries: 2,
  reporter: 'list',
  use: {
    baseURL, trace: 'retain-on-failure', reducedMotion: 'reduce', timezoneId: 'Asia/Shanghai',
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args },
  } as object,
  projects: [
    { name: 'desk', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { viewport: { width: 390, height: 844 } } },
  ],
  webServer: process.env.BASE_URL ? undefined : {
    command: process.env.LONGPAN_SERVE ?? 'node ../../web/tests/fixture/server.mjs', url: baseURL, reuseExistingServer: true, timeout: 120_000,
  },
});

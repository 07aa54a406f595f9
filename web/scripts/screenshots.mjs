// Pictures of every page in both languages, themes and widths, with an axe check and a watch over
// requests to other hosts. Needs a server (fixture or real) at BASE_URL. `npm run shots -- board review`
import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const base = process.env.BASE_URL ?? 'http://127.0.0.1:8081';
const out = process.env.SHOTS ?? 'test-results/shots';
const password = process.env.PASSWORD ?? 'fixture-password';
// The fixture's logins stand for roles; LOGINS=officer=enterprise,regulator=officer names the real ones.
const logins = Object.fromEntries((process.env.LOGINS ?? '').split(',').filter(Boolean).map((one) => one.split('=')));
const looks = (process.env.LOOKS ?? 'zh-CN:light:1440,en-US:dark:1440,zh-CN:dark:390,en-US:light:390').split(',').map((one) => one.split(':'));
const pages = {
  sign_in: [null, '/sign-in'], work: ['officer', '/work'], work_regulator: ['regulator', '/work'], board: ['regulator', '/board'],
  ledger: ['officer', '/ledger/1'], ledger_all: ['regulator', '/ledger'], ledger_table: ['officer', '/ledger/1?view=table'],
  explain: ['regulator', '/ledger/1?duty=LP2024-0000003'], list: ['regulator', '/records/network_unit'], list_org: ['regulator', '/records/organisation'],
  detail: ['officer', '/records/network_unit/153'], detail_regulator: ['regulator', '/records/network_unit/153'], edit: ['officer', '/records/network_unit/153/edit'],
  create: ['officer', '/records/network_unit/new'], review: ['regulator', '/review'], imports: ['officer', '/imports'], sheet: ['officer', '/records/network_unit/153/portal-sheet'],
  reports: ['officer', '/reports/consistency'], snapshots: ['regulator', '/snapshots'], notifications: ['officer', '/notifications'], preferences: ['officer', '/preferences'],
  accounts: ['admin', '/accounts'], journal: ['auditor', '/journal'], outbox: ['auditor', '/outbox'], not_found: ['officer', '/no/such/page'], forbidden: ['officer', '/accounts'],
};
const wanted = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
let trouble = 0;
for (const [language, theme, width] of looks) {
  for (const [name, [login, path]] of Object.entries(pages)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const context = await browser.newContext({ viewport: { width: Number(width), height: 900 }, baseURL: base, reducedMotion: 'reduce' });
    await context.addInitScript(([l, t]) => { localStorage.setItem('longpan.language', JSON.stringify(l)); localStorage.setItem('longpan.theme', JSON.stringify(t)); }, [language, theme]);
    if (login) await context.request.post('/api/session', { data: { login: logins[login] ?? login, password } });
    const page = await context.newPage();
    const say = (text) => { trouble += 1; console.log(`${name} ${language} ${theme} ${width}: ${text}`); };
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type()) && !/401/.test(message.text())) say(message.text().slice(0, 300)); });
    page.on('pageerror', (error) => say(String(error).slice(0, 300)));
    page.on('request', (request) => { if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) say(`foreign request ${request.url()}`); });
    await page.goto(path);
    await page.waitForSelector('h1', { timeout: 15000 }).catch(() => say('no heading'));
    await page.waitForTimeout(name === 'board' ? 2000 : 700);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) say(`page is ${wide}px wider than the window`);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    for (const one of violations) say(`axe ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`);
    await page.screenshot({ path: `${out}/${name}-${language}-${theme}-${width}.png`, fullPage: true, animations: 'disabled' });
    await context.close();
  }
}
await browser.close();
console.log(trouble === 0 ? 'no trouble' : `${trouble} findings`);

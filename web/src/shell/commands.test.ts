import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Router } from 'vue-router';
import type { Role } from '@/api/types';
import { putCatalogue } from '@/kernel/catalogue';
import { setLanguage } from '@/kernel/i18n';
import { usePreferences } from '@/kernel/preferences';
import { useSession } from '@/kernel/session';
import { kindOf } from '../../tests/in-page';
import { commandsFor, matches } from './commands';

const push = vi.fn();
const commands = (role: Role) => {
  useSession().take({ user: { id: 1, login: 'u', name: 'n', role, regions: [], sectors: [] }, csrf: 't', today: '2024-07-15' });
  return commandsFor({ push } as unknown as Router);
};
const ids = (role: Role): string[] => commands(role).map((one) => one.id);
beforeEach(async () => {
  setActivePinia(createPinia());
  await setLanguage('en-US');
  putCatalogue({ kinds: [kindOf('app', [], { can_create: true }), kindOf('expert_review')], taxonomies: {}, plans: [] });
});

describe('finding a command', () => {
  it('takes any words in any order, whatever the case and the accents', () => {
    expect(matches('New Network unit', 'unit new')).toBe(true);
    expect(matches('Caf\u00E9 list', 'cafe')).toBe(true);
    expect(matches('\u65B0\u5EFA\u7F51\u7EDC\u5355\u5143', '\u7F51\u7EDC')).toBe(true);
    expect(matches('New unit', 'old')).toBe(false);
    expect(matches('anything', '  ')).toBe(true);
  });
});
describe('the commands of a person', () => {
  it('are the pages and kinds their role may use', () => {
    expect(ids('enterprise_officer')).toEqual(expect.arrayContaining(['/work', '/imports', 'list:app', 'new:app']));
    expect(ids('enterprise_officer')).not.toContain('/board');
    expect(ids('regulator_officer')).toEqual(expect.arrayContaining(['/board', '/review', '/snapshots']));
    expect(ids('administrator')).not.toContain('list:app');
  });
  it('create only what can be created, by those who write', () => {
    expect(ids('enterprise_officer')).not.toContain('new:expert_review');
    expect(ids('enterprise_leader')).not.toContain('new:app');
  });
  it('go where they say and change the look', async () => {
    const all = commands('regulator_officer');
    const run = (id: string): unknown => all.find((one) => one.id === id)?.run();
    run('new:app');
    expect(push).toHaveBeenLastCalledWith('/records/app/new');
    run('theme:dark');
    await run('lang:zh');
    expect(usePreferences()).toMatchObject({ theme: 'dark', language: 'zh-CN' });
  });
});

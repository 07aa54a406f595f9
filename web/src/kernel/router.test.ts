import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { ApiError } from '@/api/error';
import * as api from '@/api/session';
import type { Role, User } from '@/api/types';
import { makeRouter } from './router';

vi.mock('@/api/session');
const view = defineComponent({ render: () => h('i') });
const router = () => makeRouter([
  { path: '/sign-in', component: view, meta: { open: true, bare: true } }, { path: '/work', component: view, meta: { needs: 'work' } }, { path: '/accounts', component: view, meta: { needs: 'users' } },
  { path: '/preferences', component: view }, { path: '/forbidden', name: 'forbidden', component: view },
], view);
const as = (role: Role, more: Partial<User> = {}) => vi.mocked(api.currentSession).mockResolvedValue({ user: { id: 1, login: 'u', name: 'n', role, regions: [], sectors: [], ...more }, csrf: 't', today: '2024-07-15' });
async function at(path: string): Promise<string> {
  const made = router();
  await made.push(path);
  return made.currentRoute.value.fullPath;
}
beforeEach(() => { setActivePinia(createPinia()); vi.resetAllMocks(); vi.stubGlobal('scrollTo', vi.fn()); });

describe('the way to a page', () => {
  it('goes through signing in, and on from there', async () => {
    vi.mocked(api.currentSession).mockRejectedValue(new ApiError(401, {}));
    expect(await at('/work?q=1')).toBe('/sign-in?next=/work?q=1');
    expect(await at('/')).toBe('/sign-in');
  });
  it('leads home by role', async () => {
    as('administrator');
    expect(await at('/')).toBe('/accounts');
  });
  it('is closed where the role has no business', async () => {
    as('enterprise_officer');
    expect(await at('/accounts')).toBe('/forbidden');
    expect(await at('/work')).toBe('/work');
  });
  it('leads to a new password first where one is due', async () => {
    as('enterprise_officer', { must_change_password: true });
    expect(await at('/work')).toBe('/preferences?password=1');
    expect(await at('/preferences')).toBe('/preferences');
  });
  it('treats a server that is away as nobody signed in', async () => {
    vi.mocked(api.currentSession).mockRejectedValue(new ApiError(0, {}));
    expect(await at('/work')).toBe('/sign-in?next=/work');
  });
});

import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/error';
import * as api from '@/api/session';
import type { Session } from '@/api/types';
import { useSession } from './session';

vi.mock('@/api/session');
const calls = vi.mocked(api);
const as = (id: number, role: Session['user']['role'], csrf = 't'): Session => ({ user: { id, login: `u${id}`, name: 'n', role, org: 7, regions: [], sectors: [] }, csrf, today: '2024-07-15' });

beforeEach(() => { setActivePinia(createPinia()); vi.resetAllMocks(); });

describe('who is here', () => {
  it('is asked of the server once, and nobody is an answer', async () => {
    calls.currentSession.mockRejectedValue(new ApiError(401, {}));
    const session = useSession();
    await session.restore();
    await session.restore();
    expect(session.user).toBeNull();
    expect(calls.currentSession).toHaveBeenCalledOnce();
  });
  it('is asked again after trouble that says nothing', async () => {
    calls.currentSession.mockRejectedValueOnce(new ApiError(0, {})).mockResolvedValueOnce(as(1, 'auditor'));
    const session = useSession();
    await expect(session.restore()).rejects.toThrow();
    await session.restore();
    expect(session.user?.id).toBe(1);
  });
  it('has one enterprise only on the enterprise side', async () => {
    const session = useSession();
    session.take(as(1, 'enterprise_officer'));
    expect([session.org, session.isRegulator, session.today]).toEqual([7, false, '2024-07-15']);
    session.take(as(2, 'regulator_leader'));
    expect([session.org, session.isRegulator]).toEqual([null, true]);
  });
  it('leaves even when the server does not answer', async () => {
    calls.signOut.mockRejectedValue(new ApiError(0, {}));
    const session = useSession();
    session.take(as(1, 'auditor'));
    await expect(session.signOut()).rejects.toThrow();
    expect(session.user).toBeNull();
  });
});
describe('a session that ended', () => {
  it('keeps the person and waits; all who ask get the one answer', async () => {
    const session = useSession();
    session.take(as(1, 'enterprise_officer', 'old'));
    const asking = [session.renew('gone'), session.renew('gone')];
    expect([session.lost, session.user?.id]).toEqual([true, 1]);
    calls.signIn.mockResolvedValue(as(1, 'enterprise_officer', 'new'));
    await session.signInAgain('pw');
    expect(calls.signIn).toHaveBeenCalledExactlyOnceWith('u1', 'pw');
    expect([await Promise.all(asking), session.lost, session.session?.csrf]).toEqual([[true, true], false, 'new']);
  });
  it('stays open after a wrong password, and asks anew after "later"', async () => {
    const session = useSession();
    session.take(as(1, 'enterprise_officer'));
    const first = session.renew('gone');
    calls.signIn.mockRejectedValue(new ApiError(401, {}));
    await expect(session.signInAgain('wrong')).rejects.toThrow();
    expect(session.lost).toBe(true);
    session.signInLater();
    expect([await first, session.lost]).toEqual([false, false]);
    void session.renew('gone');
    expect(session.lost).toBe(true);
  });
  it('takes the token of the same person signed in elsewhere, and of nobody else', async () => {
    const session = useSession();
    session.take(as(1, 'enterprise_officer', 'old'));
    calls.currentSession.mockResolvedValueOnce(as(1, 'enterprise_officer', 'new')).mockResolvedValueOnce(as(2, 'auditor', 'foreign'));
    expect([await session.renew('stale'), session.session?.csrf]).toEqual([true, 'new']);
    expect([await session.renew('stale'), session.session?.csrf]).toEqual([false, 'new']);
  });
  it('is nothing to renew for somebody who never signed in', async () => expect(await useSession().renew('gone')).toBe(false));
});

import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { ApiError } from '@/api/error';
import { setCsrf, type Loss } from '@/api/client';
import * as api from '@/api/session';
import type { Session } from '@/api/types';
import { may, sideOf, type Action } from './permission';

export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null);
  const asked = ref(false);

  const user = computed(() => session.value?.user ?? null);
  const role = computed(() => user.value?.role);
  const side = computed(() => (role.value ? sideOf(role.value) : null));
  const today = computed(() => session.value?.today ?? new Date().toISOString().slice(0, 10));
  /** The enterprise a person works for; null for those who look at many, though they too have an organisation. */
  const org = computed(() => (side.value === 'enterprise' ? (user.value?.org ?? null) : null));
  const isRegulator = computed(() => side.value === 'regulator');

  function take(next: Session | null): void {
    session.value = next;
    setCsrf(next?.csrf ?? '');
  }
  /** Asks the server once whether the cookie still stands. */
  async function restore(): Promise<void> {
    if (asked.value) return;
    try {
      take(await api.currentSession());
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      take(null);
    }
    asked.value = true;
  }
  async function signIn(login: string, password: string): Promise<void> {
    take(await api.signIn(login, password));
    asked.value = true;
  }
  async function signOut(): Promise<void> {
    try {
      await api.signOut();
    } finally {
      take(null);
    }
  }
  // Signed in, but the server no longer knows it: the page stays as it is until the person has signed in again.
  const lost = ref(false);
  let settle: (renewed: boolean) => void = () => undefined;
  let asking: Promise<boolean> | null = null;
  function answer(renewed: boolean): void {
    lost.value = false;
    asking = null;
    settle(renewed);
  }
  /** Another sign-in of the same person gave a new token: take it. Of another person: this page is no longer theirs. */
  async function takeNewToken(): Promise<boolean> {
    const next = await api.currentSession().catch(() => null);
    if (next?.user.id !== user.value?.id) return false;
    take(next);
    return true;
  }
  /** True once the session stands again; all requests that found it lost wait for the one answer. */
  function renew(loss: Loss): Promise<boolean> {
    if (!user.value) return Promise.resolve(false);
    if (loss === 'stale') return takeNewToken();
    lost.value = true;
    asking ??= new Promise((resolve) => { settle = resolve; });
    return asking;
  }
  async function signInAgain(password: string): Promise<void> {
    await signIn(user.value?.login ?? '', password);
    answer(true);
  }
  const can = (action: Action): boolean => may(role.value, action);
  return { session, user, role, side, today, org, isRegulator, lost, take, restore, signIn, signOut, renew, signInAgain, signInLater: () => answer(false), can };
});

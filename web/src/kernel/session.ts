import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { ApiError } from '@/api/error';
import { setCsrf } from '@/api/client';
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
  const can = (action: Action): boolean => may(role.value, action);
  return { session, user, role, side, today, org, isRegulator, take, restore, signIn, signOut, can };
});

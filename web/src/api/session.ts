import { get, post, put, remove } from './client';
import type { Catalogue, Preferences, SavedView, Session } from './types';

export const signIn = (login: string, password: string): Promise<Session> => post('/api/session', { login, password });
export const currentSession = (): Promise<Session> => get('/api/session');
export const signOut = (): Promise<void> => remove('/api/session');
export const changePassword = (old: string, next: string): Promise<void> =>
  post('/api/session/password', { old, new: next });
export const catalogue = (): Promise<Catalogue> => get('/api/kinds');
export const preferences = (): Promise<Preferences> => get('/api/preferences');
export const savePreferences = (value: Preferences): Promise<Preferences> => put('/api/preferences', value);
export const savedViews = (): Promise<{ views: SavedView[] }> => get('/api/views');
export const saveView = (view: SavedView): Promise<unknown> =>
  put(`/api/views/${encodeURIComponent(view.name)}`, { page: view.page, query: view.query });
export const dropView = (name: string): Promise<void> => remove(`/api/views/${encodeURIComponent(name)}`);

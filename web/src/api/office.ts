// Calls around the records: notices, imports, reports, accounts, journal.
import { get, post, put, urlOf } from './client';
import type {
  ConsistencyReport, Id, ImportCheck, ImportGuess, ImportPlan, ImportResult, JournalEntry, NoticePage, OutboxEntry, User,
} from './types';

export const notices = (page: number, unreadOnly: boolean): Promise<NoticePage> =>
  get('/api/notifications', { page, size: 20, unread: unreadOnly ? 1 : undefined });
export const markRead = (ids: Id[] | 'all'): Promise<void> =>
  post('/api/notifications/read', ids === 'all' ? { all: true } : { ids });

export const startImport = (kind: string, file: File): Promise<ImportGuess> =>
  post(urlOf('/api/imports', { kind, name: file.name }), undefined, { raw: file });
export const checkImport = (id: string, plan: ImportPlan): Promise<ImportCheck> => post(`/api/imports/${id}/check`, plan);
export const commitImport = (id: string, plan: ImportPlan): Promise<ImportResult> => post(`/api/imports/${id}/commit`, plan);
export const rejectedUrl = (id: string): string => `/api/imports/${id}/rejected.xlsx`;

export const consistency = (org: Id): Promise<ConsistencyReport> => get('/api/reports/consistency', { org });
export const compareSets = (org: Id, set: string, file: File): Promise<ConsistencyReport> =>
  post(urlOf('/api/reports/consistency', { org, set, name: file.name }), undefined, { raw: file, type: /\.json$/i.test(file.name) ? 'application/json' : undefined });

export type UserInput = Partial<User> & { password?: string };
export const users = (): Promise<{ users: User[] }> => get('/api/users');
export const createUser = (user: UserInput): Promise<{ user: User }> => post('/api/users', user);
export const saveUser = (id: Id, user: UserInput): Promise<{ user: User }> => put(`/api/users/${id}`, user);
export const resetPassword = (id: Id, password: string): Promise<unknown> => post(`/api/users/${id}/password`, { password });

export const journal = (before: number | undefined, size: number): Promise<{ entries: JournalEntry[] }> =>
  get('/api/journal', { before, size });
export const outbox = (state: string): Promise<{ rows: OutboxEntry[]; total?: number }> => get('/api/outbox', { state });

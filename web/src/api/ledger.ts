import { get, post, type Query } from './client';
import type { BoardPage, Duty, DutyPage, Explanation, Id, Snapshot, Work } from './types';

const of = (no: string): string => `/api/ledger/${encodeURIComponent(no)}`;

export const listDuties = (query: Query, signal?: AbortSignal): Promise<DutyPage> => get('/api/ledger', query, signal);
export const readDuty = (no: string): Promise<{ duty: Duty }> => get(of(no));
export const explainDuty = (no: string): Promise<Explanation> => get(`${of(no)}/explain`);
export type Decision = 'waive' | 'unwaive' | 'not-applicable';
export const decideDuty = (no: string, decision: Decision, reason: string): Promise<{ duty: Duty }> =>
  post(`${of(no)}/${decision}`, { reason });
export const board = (query: Query, signal?: AbortSignal): Promise<BoardPage> => get('/api/board', query, signal);
export const work = (): Promise<Work> => get('/api/work');
export const snapshots = (): Promise<{ snapshots: Snapshot[] }> => get('/api/ledger/snapshots');
export const takeSnapshot = (name: string): Promise<{ snapshot: Snapshot }> => post('/api/ledger/snapshots', { name });
export const readSnapshot = (id: Id, query: Query): Promise<{ rows: Duty[]; total: number }> =>
  get(`/api/ledger/snapshots/${id}`, query);

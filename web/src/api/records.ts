import { get, post, put, request, urlOf, type Reply } from './client';
import type {
  BulkResult, Data, FileRef, HistoryEntry, Hit, Id, PortalSheet, Reader, Rec, RecordDetail, RecordPage,
} from './types';

const base = (kind: string, id?: Id): string => `/api/records/${kind}${id === undefined ? '' : `/${id}`}`;

export const listRecords = (kind: string, query: URLSearchParams, signal?: AbortSignal): Promise<RecordPage> =>
  get(base(kind), query, signal);
export const recordFacets = (kind: string, fields: string[], query: URLSearchParams)
: Promise<{ facets: Record<string, { value: string; count: number }[]> }> => {
  const all = new URLSearchParams(query);
  all.set('fields', fields.join(','));
  return get(`${base(kind)}/facets`, all);
};
export const readRecord = (kind: string, id: Id): Promise<Reply<RecordDetail>> => request('GET', base(kind, id));
export const createRecord = (kind: string, data: Data, org?: Id): Promise<{ record: Rec }> => post(base(kind), { org, data });
export const saveRecord = (kind: string, id: Id, data: Data, etag: string): Promise<{ record: Rec }> =>
  put(base(kind, id), { data }, { etag });
export const moveRecord = (
  kind: string, id: Id, move: string, input: { reason?: string; data?: Data }, etag: string,
): Promise<{ record: Rec }> => post(`${base(kind, id)}/moves/${move}`, input, { etag });
export const moveMany = (kind: string, ids: Id[], move: string, input: { reason?: string; data?: Data }): Promise<BulkResult> =>
  post(`${base(kind)}/bulk`, { ids, move, ...input });
export const recordHistory = (kind: string, id: Id): Promise<{ entries: HistoryEntry[] }> => get(`${base(kind, id)}/history`);
export const recordReaders = (kind: string, id: Id): Promise<{ entries: Reader[] }> => get(`${base(kind, id)}/readers`);
export const portalSheet = (kind: string, id: Id): Promise<PortalSheet> => get(`${base(kind, id)}/portal-sheet`);
export const search = (q: string, signal?: AbortSignal): Promise<{ hits: Hit[] }> => get('/api/search', { q }, signal);
export const reviews = (kind: string, page: number): Promise<{ rows: Rec[]; total: number }> =>
  get('/api/reviews', { kind, page });

export const uploadFile = (file: File): Promise<FileRef> =>
  post(urlOf('/api/files', { name: file.name }), undefined, { raw: file });
export const fileUrl = (kind: string, id: Id, hash: string): string => `${base(kind, id)}/files/${hash}`;
export const exportUrl = (kind: string, format: string, query: URLSearchParams): string =>
  urlOf(`/api/export/${kind}.${format}`, query);
export const templateUrl = (kind: string): string => `/api/templates/${kind}.xlsx`;

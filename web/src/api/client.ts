// One way to the server: JSON, session cookie, CSRF token, ETag/If-Match. Every other file in
// api/ is a thin typed table of calls over `request`.

import { ApiError, errorOf } from './error';

export type QueryValue = string | number | boolean | null | undefined;
export type Query = Record<string, QueryValue> | URLSearchParams;
export interface Options {
  query?: Query;
  body?: unknown;
  raw?: Blob | ArrayBuffer;      // sent as it is; excludes `body`
  type?: string;                 // of `raw`
  etag?: string;                 // sent as If-Match
  signal?: AbortSignal;
}
export interface Reply<T> { data: T; etag: string }
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** `gone`: the session has ended (401). `stale`: it stands, but the token is not its own (signed in again elsewhere). */
export type Loss = 'gone' | 'stale';
type Renewal = (loss: Loss) => Promise<boolean>;

let csrf = '';
let renew: Renewal = () => Promise.resolve(false);

export function setCsrf(token: string): void { csrf = token; }
/**
 * Asked when a request finds its session lost, except for signing in itself. Such a request did nothing,
 * so when the answer is true it is sent once more, with the new token.
 */
export function onLostSession(handler: Renewal): void { renew = handler; }

export function urlOf(path: string, query?: Query): string {
  if (!query) return path;
  const params = query instanceof URLSearchParams ? query : new URLSearchParams();
  if (!(query instanceof URLSearchParams)) {
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
    }
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

function initOf(method: Method, options: Options): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  if (options.etag) headers['If-Match'] = options.etag;
  if (options.raw) headers['Content-Type'] = options.type ?? 'application/octet-stream';
  else if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  return { method, headers, body, credentials: 'same-origin', signal: options.signal };
}

async function send(method: Method, path: string, options: Options): Promise<Response> {
  try {
    return await fetch(urlOf(path, options.query), initOf(method, options));
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0, { message: 'the server cannot be reached' });
  }
}
function lossOf(path: string, error: ApiError): Loss | null {
  if (path === '/api/session') return null;
  return error.status === 401 ? 'gone' : error.code === 'csrf' ? 'stale' : null;
}

export async function request<T>(method: Method, path: string, options: Options = {}): Promise<Reply<T>> {
  let response = await send(method, path, options);
  if (!response.ok) {
    const error = await errorOf(response);
    const loss = lossOf(path, error);
    if (loss === null || !(await renew(loss))) throw error;
    response = await send(method, path, options);
    if (!response.ok) throw await errorOf(response);
  }
  const etag = response.headers.get('ETag') ?? '';
  if (response.status === 204) return { data: undefined as T, etag };
  return { data: (await response.json()) as T, etag };
}

const dataOf = async <T>(reply: Promise<Reply<T>>): Promise<T> => (await reply).data;
export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  dataOf(request<T>('GET', path, { query, signal }));
export const post = <T>(path: string, body?: unknown, options: Options = {}): Promise<T> =>
  dataOf(request<T>('POST', path, { ...options, body }));
export const put = <T>(path: string, body?: unknown, options: Options = {}): Promise<T> =>
  dataOf(request<T>('PUT', path, { ...options, body }));
export const remove = (path: string): Promise<void> => dataOf(request<void>('DELETE', path));

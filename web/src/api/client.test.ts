import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { get, onLostSession, post, put, remove, request, setCsrf, urlOf } from './client';
import { ApiError } from './error';

const answer = (status: number, body?: unknown, headers: Record<string, string> = {}): Response =>
  new Response(body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
const fetched = vi.fn<typeof fetch>();
const lastInit = (): RequestInit => fetched.mock.calls.at(-1)?.[1] ?? {};
const failure = async (call: Promise<unknown>): Promise<ApiError> => call.then(() => { throw new Error('it did not fail'); }, (error: unknown) => error as ApiError);

beforeEach(() => { vi.stubGlobal('fetch', fetched); setCsrf('token-1'); });
afterEach(() => { fetched.mockReset(); vi.unstubAllGlobals(); });

describe('requests', () => {
  it('builds an address without empty words', () => expect(urlOf('/api/x', { a: 1, b: '', c: null, d: undefined, e: '\u82CF' })).toBe('/api/x?a=1&e=%E8%8B%8F'));
  it('sends the CSRF token on writes only', async () => {
    fetched.mockImplementation(async () => answer(200, {}));
    await get('/api/kinds');
    expect(lastInit().headers).not.toHaveProperty('X-CSRF-Token');
    await post('/api/records/app', { data: {} });
    expect(lastInit().headers).toMatchObject({ 'X-CSRF-Token': 'token-1', 'Content-Type': 'application/json' });
    expect(lastInit().body).toBe('{"data":{}}');
  });
  it('sends the ETag as If-Match and hands back the new one', async () => {
    fetched.mockImplementation(async () => answer(200, { ok: true }, { ETag: '"5-2"' }));
    await put('/api/records/app/5', { data: {} }, { etag: '"5-1"' });
    expect(lastInit().headers).toMatchObject({ 'If-Match': '"5-1"' });
    expect((await request('GET', '/api/records/app/5')).etag).toBe('"5-2"');
  });
  it('sends files as they are', async () => {
    fetched.mockImplementation(async () => answer(201, {}));
    const file = new Blob(['abc']);
    await post('/api/files?name=a', undefined, { raw: file });
    expect(lastInit().body).toBe(file);
    expect(lastInit().headers).toMatchObject({ 'Content-Type': 'application/octet-stream' });
  });
  it('takes 204 as nothing', async () => {
    fetched.mockImplementation(async () => answer(204));
    await expect(remove('/api/session')).resolves.toBeUndefined();
  });
});
describe('errors', () => {
  it('carry the contract: code, both messages, fields, request id', async () => {
    fetched.mockImplementation(async () => answer(422, { error: { code: 'invalid', message: 'bad', message_zh: '\u574F', hint: 'fix it', fields: [{ field: 'name', code: 'required', zh: 'z', en: 'e' }], request_id: 'r1' } }));
    const error = await failure(get('/api/x'));
    expect(error).toMatchObject({ status: 422, code: 'invalid', message: 'bad', messageZh: '\u574F', hint: 'fix it', requestId: 'r1' });
    expect(error.fields[0]?.field).toBe('name');
    expect(error.isConflict).toBe(false);
  });
  it('survive bodies that are not JSON and take the id from the header', async () => {
    fetched.mockImplementation(async () => answer(502, '<html>', { 'X-Request-Id': 'r2', 'Retry-After': '30' }));
    expect(await failure(get('/api/x'))).toMatchObject({ status: 502, requestId: 'r2', retryAfter: 30 });
  });
  it('know a conflict', async () => {
    fetched.mockImplementation(async () => answer(412, { error: { code: 'stale', message: 'stale' } }));
    expect((await failure(get('/api/x'))).isConflict).toBe(true);
  });
  it('say when the server is not there', async () => {
    fetched.mockRejectedValue(new TypeError('failed'));
    expect(await failure(get('/api/x'))).toMatchObject({ status: 0, code: 'unreachable' });
  });
});
describe('a lost session', () => {
  const gone = () => answer(401, { error: { code: 'unauthenticated', message: 'x' } });
  it('is asked about once a request finds it, but not for a wrong password', async () => {
    const renew = vi.fn(async () => false);
    onLostSession(renew);
    fetched.mockImplementation(async () => gone());
    await failure(post('/api/session', {}));
    expect(renew).not.toHaveBeenCalled();
    expect((await failure(get('/api/work'))).status).toBe(401);
    expect(renew).toHaveBeenCalledExactlyOnceWith('gone');
  });
  it('once renewed, lets the same request through with the new token', async () => {
    onLostSession(async () => { setCsrf('token-2'); return true; });
    fetched.mockImplementationOnce(async () => gone()).mockImplementationOnce(async () => answer(200, { ok: 1 }));
    expect(await put('/api/records/app/5', { data: { a: 1 } }, { etag: '"1"' })).toEqual({ ok: 1 });
    expect(lastInit()).toMatchObject({ body: '{"data":{"a":1}}', headers: { 'X-CSRF-Token': 'token-2', 'If-Match': '"1"' } });
  });
  it('knows a token of another sign-in, and gives up after the second refusal', async () => {
    const renew = vi.fn(async () => true);
    onLostSession(renew);
    fetched.mockImplementation(async () => answer(403, { error: { code: 'csrf', message: 'x' } }));
    expect((await failure(post('/api/x', {}))).code).toBe('csrf');
    expect(renew).toHaveBeenCalledExactlyOnceWith('stale');
    expect(fetched).toHaveBeenCalledTimes(2);
  });
});

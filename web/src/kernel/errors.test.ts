import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '@/api/error';
import { messageOf, tell } from './errors';
import { setLanguage } from './i18n';
import { tellSignIn } from './sign-in-errors';

const refused = new ApiError(422, { message: 'the date is not valid', message_zh: '\u65E5\u671F\u65E0\u6548', hint: { zh: '\u6539\u6B63', en: 'mend it' }, request_id: 'r-7' });
describe('errors in the reader\'s words', () => {
  beforeEach(() => setLanguage('en-US'));
  it('are told in the language of the page', async () => {
    expect(messageOf(refused)).toBe('the date is not valid');
    await setLanguage('zh-CN');
    expect(messageOf(refused)).toBe('\u65E5\u671F\u65E0\u6548');
  });
  it('fall back to the other language, and to words of our own', async () => {
    await setLanguage('zh-CN');
    expect(messageOf(new ApiError(500, { message: 'only english' }))).toBe('only english');
    expect(messageOf('what')).toBe('\u51FA\u73B0\u672A\u77E5\u9519\u8BEF');
    expect(messageOf(new Error('plain'))).toBe('plain');
  });
  it('say what to do and the number to quote', () => {
    expect(tell(refused)).toEqual({ title: 'the date is not valid', detail: expect.stringMatching(/^mend it .*r-7/) as string });
    expect(tell(new Error('plain'))).toEqual({ title: 'plain', detail: '' });
  });
  it('say that nothing is lost when the server is away', () => {
    const told = tell(new ApiError(0, {}));
    expect(told.title).not.toContain('status');
    expect(told.detail).not.toBe('');
  });
});
describe('trouble at the door', () => {
  beforeEach(() => setLanguage('en-US'));
  it('does not say which of the two was wrong', () => expect(tellSignIn(new ApiError(401, { message: 'x' })).title).not.toBe('x'));
  it('says for how long, never less than a minute', () => {
    expect(tellSignIn(new ApiError(429, { retry_after: 61 })).title).toContain('2');
    expect(tellSignIn(new ApiError(429, { retry_after: 3 })).title).toContain('1');
  });
  it('is otherwise told like everywhere', () => expect(tellSignIn(refused).title).toBe('the date is not valid'));
});

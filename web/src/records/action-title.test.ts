import { expect, it } from 'vitest';
import type { Kind } from '@/api/types';
import { setLanguage } from '@/kernel/i18n';
import { journalAction, journalDetail, recordAction } from './action-title';

const kind = { workflow: { start: 'draft', states: [], moves: [{ name: 'submit', title: { zh: '\u63D0\u4EA4', en: 'Submit' } }] } } as unknown as Kind;
it('names what was done in the language of the page', async () => {
  await setLanguage('en-US');
  expect([recordAction('create'), recordAction('move:submit', kind), journalAction('record.move:submit', kind)]).toEqual(['Created', 'Submit', 'Submit']);
  expect(journalAction('session.open')).toBe('Signed in');
  await setLanguage('zh-CN');
  expect(journalAction('record.read')).toBe('\u67E5\u770B');
});
it('keeps the name of an action it does not know', () => {
  expect([journalAction('probe.started'), recordAction('move:other', kind), recordAction('merge')]).toEqual(['probe.started', 'other', 'merge']);
});
it('tells details in words, and shows text that is no object as it is', async () => {
  await setLanguage('en-US');
  expect(journalDetail('{"version":3}')).toContain('3');
  expect(journalDetail('{"login":"a1","role":"auditor","reason":""}')).toBe('account a1 \u00B7 role: Auditor');
  expect([journalDetail('{'), journalDetail(undefined)]).toEqual(['{', '']);
});

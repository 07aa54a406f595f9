// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { homeOf, may, sideOf } from './permission';

describe('permission', () => {
  it('lets a leader of an enterprise read and write nothing', () => {
    expect(may('enterprise_leader', 'records')).toBe(true);
    expect(may('enterprise_leader', 'records.write')).toBe(false);
    expect(may('enterprise_leader', 'import')).toBe(false);
  });
  it('keeps board, review and waiving to the regulator', () => {
    for (const action of ['board', 'review', 'ledger.decide'] as const) {
      expect(may('regulator_officer', action)).toBe(true);
      expect(may('enterprise_officer', action)).toBe(false);
      expect(may('administrator', action)).toBe(false);
    }
  });
  it('shows the administrator no records and the auditor no accounts', () => {
    expect(may('administrator', 'records')).toBe(false);
    expect(may('auditor', 'users')).toBe(false);
    expect(may(undefined, 'work')).toBe(false);
  });
  it('sends each role home to a page it may use', () => {
    expect(homeOf('administrator')).toBe('/accounts');
    expect(homeOf('auditor')).toBe('/journal');
    expect(homeOf('regulator_leader')).toBe('/work');
    expect(sideOf('regulator_leader')).toBe('regulator');
  });
});

// What a role is offered in the page. The server's wall decides; this only hides what would be refused.
import type { Role } from '@/api/types';

export type Side = 'enterprise' | 'assessor' | 'regulator' | 'office';
const sides: Record<Role, Side> = {
  enterprise_officer: 'enterprise', enterprise_leader: 'enterprise', assessor: 'assessor',
  regulator_officer: 'regulator', regulator_leader: 'regulator', auditor: 'office', administrator: 'office',
};
export const sideOf = (role: Role): Side => sides[role];

export type Action =
  | 'work' | 'board' | 'ledger' | 'ledger.decide' | 'ledger.snapshot' | 'records' | 'records.write' | 'records.create'
  | 'review' | 'import' | 'catalogue.scan' | 'reports' | 'users' | 'journal' | 'notices';

const writers: Role[] = ['enterprise_officer', 'assessor', 'regulator_officer', 'regulator_leader'];
const regulators: Role[] = ['regulator_officer', 'regulator_leader'];
const enterprise: Role[] = ['enterprise_officer', 'enterprise_leader'];
const readers: Role[] = [...enterprise, 'assessor', ...regulators];
const allowed: Record<Action, Role[]> = {
  work: readers,
  board: [...regulators, 'auditor'],
  ledger: [...readers, 'auditor'],
  'ledger.decide': regulators,
  'ledger.snapshot': regulators,
  records: [...readers, 'auditor'],
  'records.write': writers,
  'records.create': writers,
  review: regulators,
  import: ['enterprise_officer', ...regulators],
  'catalogue.scan': ['enterprise_officer'],
  reports: [...enterprise, ...regulators],
  users: ['administrator'],
  journal: ['auditor', 'administrator'],
  notices: [...readers, 'auditor', 'administrator'],
};

export const may = (role: Role | undefined, action: Action): boolean => role !== undefined && allowed[action].includes(role);

/** The page a person lands on after signing in. */
export function homeOf(role: Role): string {
  if (role === 'administrator') return '/accounts';
  if (role === 'auditor') return '/journal';
  return '/work';
}

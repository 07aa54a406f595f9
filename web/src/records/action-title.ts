// What an action of the history or of the journal is called; one the pages do not know keeps its own name.
import type { Kind } from '@/api/types';
import { has, pick, t } from '@/kernel/i18n';

/** `create`, `import`, `update`, `read`, `export`, or `move:<name>` of the kind's workflow. */
export function recordAction(action: string, kind?: Kind): string {
  if (!action.startsWith('move:')) return has(`history.${action}`) ? t(`history.${action}`) : action;
  const name = action.slice('move:'.length);
  return pick(kind?.workflow.moves.find((move) => move.name === name)?.title) || name;
}

/** The journal's actions: `record.<action>` of a record, `session.open`, `ledger.waive`, `user.create` … */
export function journalAction(action: string, kind?: Kind): string {
  if (action.startsWith('record.')) return recordAction(action.slice('record.'.length), kind);
  const key = `journal.actions.${action.replace('.', '_')}`;
  return has(key) ? t(key) : action;
}

/** An entry's detail, a JSON object as text, in words. */
export function journalDetail(detail: string | undefined): string {
  if (!detail) return '';
  let parts: Record<string, unknown>;
  try {
    parts = JSON.parse(detail) as Record<string, unknown>;
  } catch {
    return detail;
  }
  return Object.entries(parts).filter(([, value]) => value !== '' && value !== null).map(([name, value]) => {
    if (name === 'version') return t('history.version', { n: String(value) });
    const shown = name === 'role' && has(`role.${String(value)}`) ? t(`role.${String(value)}`) : String(value);
    return has(`journal.detail.${name}`) ? t(`journal.detail.${name}`, { value: shown }) : `${name} ${shown}`;
  }).join(' · ');
}

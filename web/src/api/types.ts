// The shapes of docs/api.md. Texts come in both languages; the page picks one.

export interface LocalText { zh: string; en: string }
export type Language = 'zh-CN' | 'en-US';
export type Role =
  | 'enterprise_officer' | 'enterprise_leader' | 'assessor' | 'regulator_officer'
  | 'regulator_leader' | 'auditor' | 'administrator';
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
export type Id = number;

export interface User {
  id: Id; login: string; name: string; role: Role; role_title?: LocalText;
  org?: Id | null; org_name?: string; regions: string[]; sectors: string[];
  must_change_password?: boolean; language?: string; email?: string; disabled?: boolean; locked_until?: number | null;
  assigned?: Id[]; last_login?: number | null;
}
export interface Session { user: User; csrf: string; today: string; now?: number; version?: string; capabilities?: string[] }

export type FieldType =
  | 'text' | 'long_text' | 'int' | 'decimal' | 'bool' | 'date' | 'timestamp' | 'code' | 'enum' | 'record' | 'user'
  | 'file' | 'list' | 'rows' | 'uscc' | 'phone' | 'email' | 'url' | 'domain' | 'ip_range' | 'icp_number';
export interface Option { code: string; title: LocalText; parent?: string; verified?: boolean; source?: string }
export interface Field {
  name: string; type: FieldType; title: LocalText; help?: LocalText | null; section?: string | LocalText | null;
  of?: string; options?: Option[]; item?: FieldType; columns?: Field[]; multi?: boolean; required?: boolean;
  required_from?: string[]; required_when?: Json; min?: number | null; max?: number | null; max_length?: number;
  pattern?: string; computed?: string; unique?: boolean; unique_in_org?: boolean; filter?: boolean; search?: boolean;
  list?: boolean; personal?: boolean; regulator_only?: boolean; immutable?: boolean; default?: Json; unit?: string;
  verified?: boolean;
}
export interface State { name: string; title: LocalText; tone?: Tone; lock?: boolean; end?: boolean; clock?: string }
export interface Move {
  name: string; title: LocalText; from: string[]; to: string; by: string[]; needs: string[]; sets: string[];
  tone?: Tone; confirm?: boolean; review?: boolean;
}
export interface Kind {
  name: string; version: number; title: LocalText; help?: LocalText | null; task?: number; icon?: string; label?: string;
  owned?: boolean; verified?: boolean; can_create?: boolean; fields: Field[]; sections?: Record<string, LocalText>;
  workflow: { start: string; states: State[]; moves: Move[] }; sources?: string[]; portal_sheet?: Json;
}
export interface Taxonomy { title: LocalText; verified?: boolean; entries: Option[] }
export interface Plan {
  name: string; title: LocalText; document?: string; issued?: string; region?: string;
  groups?: { name: string; title: LocalText }[];
  phases?: { name: string; title: LocalText; from: string; to: string }[];
  tasks: { number: number; title: LocalText; group?: string; summary?: LocalText }[];
}
export interface Catalogue {
  kinds: Kind[]; taxonomies: Record<string, Taxonomy>; plans: Plan[];
  clocks?: { name: string; title: LocalText; verified?: boolean }[] | Record<string, { title: LocalText; verified?: boolean }>;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Data = Record<string, Json>;
export interface FileRef { hash: string; name: string; size: number; type: string }
export interface Rec {
  id: Id; kind: string; no: string; org: Id; org_name?: string; state: string; version: number; form_version?: number;
  created_at: number; updated_at: number; state_since: number; created_by?: Id; updated_by?: Id;
  created_by_name?: string; updated_by_name?: string; label: string; data: Data;
}
export type Links = Record<string, string>;
export interface RecordPage { rows: Rec[]; total: number; page: number; size: number; links?: Links }
export interface FieldProblem { field: string; code: string; zh: string; en: string }
export interface AllowedMove {
  name: string; title: LocalText; to: string; needs: string[]; sets: string[]; allowed: boolean;
  why_not?: LocalText | null; tone?: Tone; confirm?: boolean; review?: boolean;
}
export interface ClockState { name: string; title: LocalText; due: string; left_days: number; verified: boolean }
export interface RecordDetail {
  record: Rec; links?: Links; moves: AllowedMove[]; editable: string[]; missing: FieldProblem[];
  clock?: ClockState | null; duties?: Duty[];
}
export interface HistoryEntry {
  version: number; at: number; by?: Id; by_name: string; action: string; state: string; reason?: string;
  form_version?: number; changes?: Record<string, [Json, Json]>;
}
export interface Reader { by_name: string; org_name?: string; at: number; role?: Role; count?: number }
export interface PortalSheet {
  title: string | LocalText;
  sections: {
    title: string | LocalText; rows: { label: string | LocalText; value: string }[];
    tables?: { title: string | LocalText; columns: (string | LocalText)[]; rows: string[][] }[];
  }[];
}

export type DutyState =
  | 'not_due' | 'due_soon' | 'overdue' | 'met' | 'met_late' | 'waived' | 'not_applicable' | 'standing';
export interface Basis { doc: string; clause: string; verified?: boolean }
export interface Link { kind: string; id: Id; label: string }
export interface Duty {
  no: string; plan: string; obligation: string; title: LocalText; task: number; phase?: string;
  force: 'must' | 'encouraged' | 'regulator_must'; org: Id; org_name: string; object?: Link | null; cycle?: number;
  state: DutyState; due?: string | null; met_on?: string | null; proof?: Link | null; days_left?: number | null;
  reason?: string; verified: boolean; basis: Basis[] | string; submit_to?: string; next?: LocalText | null;
  report?: { kind: string; obligation: string } | null;
}
export interface DutyPage { rows: Duty[]; total: number; counts: Partial<Record<DutyState, number>>; page?: number; size?: number }
export interface Explanation {
  duty: Duty; clauses: (Partial<Basis> & Partial<LocalText> & { summary?: boolean })[]; rule: LocalText;
  considered: { kind: string; id: Id; label: string; verdict: string; why: LocalText }[];
  missing: LocalText[]; due_from: (LocalText & { date?: string; chosen?: boolean })[];
  history: { at: string; from?: DutyState | null; to: DutyState; by_name?: string; reason?: string }[];
}
export interface Snapshot { id: Id; name?: string; taken_at: number; by_name?: string; rows?: number; total?: number; plan?: string; digest?: string }
export type TaskCounts = Partial<Record<DutyState, number>>;
export interface BoardRow { org: Id; name: string; type: string; region: string; tasks: Record<string, TaskCounts>; totals: TaskCounts }
export interface BoardPage {
  rows: BoardRow[]; total: number; totals: Record<string, TaskCounts>; summary: BoardSummary; page?: number; size?: number;
}
export interface BoardSummary {
  orgs?: number; duties?: number; totals?: TaskCounts; by_region?: Record<string, TaskCounts>; [key: string]: unknown;
}
export interface WorkQueue<T> { total: number; rows: T[] }
export interface Work {
  due_today: WorkQueue<Duty>; due_week: WorkQueue<Duty>; overdue: WorkQueue<Duty>;
  returned: WorkQueue<Rec>; waiting_review: WorkQueue<Rec>; drafts: WorkQueue<Rec>;
}
export interface Hit { kind: string; id: Id; no: string; label: string; org?: Id; org_name?: string }
export interface Notice {
  id: Id; at: number; title?: LocalText | string; text?: LocalText | string; zh?: string; en?: string; read?: boolean;
  path?: string;
}
export interface NoticePage { rows: Notice[]; total: number; unread: number }
export interface Preferences {
  channels: { in_app: boolean; mail: boolean; webhook: boolean }; quiet: { from: string; to: string } | null;
  digest: 'none' | 'daily'; webhook_url?: string; language?: string; theme?: string;
}
export interface SavedView { name: string; page: string; query: string }
export interface ImportColumn { index: number; header: string; field: string | null; confidence: number; samples: string[] }
export interface ImportGuess {
  id: string; kind: string; sheet: string; sheets: string[]; header_row: number; columns: ImportColumn[]; rows: number;
  encoding?: string; preview: string[][];
}
export type ImportPolicy = 'skip' | 'update' | 'stop';
export interface ImportPlan { mapping: Record<string, string>; sheet?: string; header_row?: number; policy: ImportPolicy; key: string[]; org?: Id }
export interface ImportProblem { row: number; field: string; value?: string; zh: string; en: string }
export interface ImportCheck {
  rows: number; valid: number; create: number; update: number; unchanged: number; conflicts: number; rejected: number;
  problems: ImportProblem[];
}
export interface ImportResult { created: number; updated: number; unchanged: number; skipped: number; rejected: number }
export type ScanUnit = 'auto' | 'document' | 'folder' | 'root';
export type ScanAction = 'created' | 'updated' | 'unchanged' | 'change_due' | 'kept' | 'not_seen';
export interface ScanDataset {
  action: ScanAction; dataset: string; name: string; level: string; bytes: number; records: number; persons: number; state: string;
  record?: Id; no?: string; link?: string; why?: LocalText; due?: string; due_verified?: boolean;
}
export type ScanReport = Record<ScanAction | 'nothing_found', number> & { preview: boolean; complete: boolean; digest: string; datasets: ScanDataset[] };
export interface BulkResult { done: Id[]; skipped: { id: Id; no: string; code: string; zh: string; en: string }[] }
export interface ConsistencyReport {
  sets: (LocalText & { name: string; size: number })[];
  findings: { value: string; present_in: string; missing_in: string[] | string; source: string; unit?: Link | string | null; grade?: number | null }[];
}
export interface JournalEntry {
  seq: number; at: number; by_name?: string; action: string; kind?: string; record?: Id; org_name?: string; hash?: string; detail?: string;
}
export interface OutboxEntry { id: Id; at: number; channel: string; to: string; state: string; attempts: number; error?: string; subject?: string }

import { computed, ref, shallowRef } from 'vue';
import { checkImport, commitImport, startImport } from '@/api/office';
import type { ImportCheck, ImportGuess, ImportPlan, ImportPolicy, ImportResult } from '@/api/types';
import { attempt } from '@/kernel/errors';

export type Step = 'upload' | 'map' | 'check' | 'done';

/** Guessed columns as the mapping the server asks for; unsure ones are left to the person. */
export const mappingOf = (guess: ImportGuess): Record<string, string> =>
  Object.fromEntries(guess.columns.filter((one) => one.field).map((one) => [String(one.index), one.field as string]));
/** Fields chosen for more than one column. */
export function doubles(mapping: Record<string, string>): string[] {
  const used = Object.values(mapping).filter(Boolean);
  return [...new Set(used.filter((name, i) => used.indexOf(name) !== i))];
}

export function useImport() {
  const step = ref<Step>('upload');
  const busy = ref(false);
  const guess = shallowRef<ImportGuess | null>(null);
  const mapping = ref<Record<string, string>>({});
  const policy = ref<ImportPolicy>('update');
  const key = ref<string[]>([]);
  const sheet = ref('');
  const headerRow = ref(1);
  const org = ref<number | null>(null);  // owner of rows that name none; the server knows an enterprise's own
  const check = shallowRef<ImportCheck | null>(null);
  const result = shallowRef<ImportResult | null>(null);
  const plan = computed<ImportPlan>(() => ({
    mapping: Object.fromEntries(Object.entries(mapping.value).filter(([, field]) => field !== '')),
    sheet: sheet.value || undefined, header_row: headerRow.value, policy: policy.value, key: key.value,
    ...(org.value ? { org: org.value } : {}),
  }));
  async function run<T>(call: () => Promise<T>): Promise<T | undefined> {
    busy.value = true;
    try {
      return await attempt(call);
    } finally {
      busy.value = false;
    }
  }
  async function upload(kind: string, file: File): Promise<void> {
    const found = await run(() => startImport(kind, file));
    if (!found) return;
    guess.value = found;
    mapping.value = mappingOf(found);
    sheet.value = found.sheet;
    headerRow.value = found.header_row;
    step.value = 'map';
  }
  async function validate(): Promise<void> {
    const found = await run(() => checkImport(guess.value?.id ?? '', plan.value));
    if (!found) return;
    check.value = found;
    step.value = 'check';
  }
  async function commit(): Promise<void> {
    const found = await run(() => commitImport(guess.value?.id ?? '', plan.value));
    if (!found) return;
    result.value = found;
    step.value = 'done';
  }
  function restart(): void { step.value = 'upload'; guess.value = null; check.value = null; result.value = null; }
  return { step, busy, guess, mapping, policy, key, sheet, headerRow, org, check, result, upload, validate, commit, restart };
}

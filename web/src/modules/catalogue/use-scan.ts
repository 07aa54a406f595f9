import { ref, shallowRef } from 'vue';
import { handInScan } from '@/api/catalogue';
import type { ScanReport, ScanUnit } from '@/api/types';
import { attempt } from '@/kernel/errors';
import { readScan } from './scan-result';

/** File → preview → done. The file is read and kept here; only its descriptions are sent. */
export function useScan() {
  const system = ref('');
  const unit = ref<ScanUnit>('auto');
  const busy = ref(false);
  const wrong = ref(false);
  const file = ref('');
  const report = shallowRef<ScanReport | null>(null);
  let result: Record<string, unknown> | undefined;

  async function send(preview: boolean): Promise<void> {
    if (!result) return;
    const body = result;
    busy.value = true;
    const answer = await attempt(() => handInScan(body, { preview, system: system.value.trim(), unit: unit.value }));
    busy.value = false;
    if (answer) report.value = answer;
  }
  async function choose(chosen: File): Promise<void> {
    report.value = null;
    file.value = chosen.name;
    result = readScan(await chosen.text());
    wrong.value = result === undefined;
    await send(true);
  }
  function restart(): void {
    result = undefined;
    report.value = null;
    wrong.value = false;
    file.value = '';
  }
  return { system, unit, busy, wrong, file, report, choose, again: () => send(true), commit: () => send(false), restart };
}

// Entries of the data catalogue from scan results.
import { post, urlOf } from './client';
import type { ScanReport, ScanUnit } from './types';

export interface ScanOptions { preview: boolean; system: string; unit: ScanUnit }
export const handInScan = (result: Record<string, unknown>, { preview, system, unit }: ScanOptions): Promise<ScanReport> =>
  post(urlOf('/api/catalogue/scan', { preview: preview ? 1 : undefined, system, unit }), result);

// What went wrong, in the reader's language, with what to do and the number to quote.
import { ApiError } from '@/api/error';
import { isZh, pick, t } from './i18n';

export interface Told { title: string; detail: string }

export function messageOf(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 0) return t('error.unreachable');
    const own = isZh() ? error.messageZh || error.message : error.message;
    return own || t('error.unknown');
  }
  return error instanceof Error ? error.message : t('error.unknown');
}

export function tell(error: unknown): Told {
  if (!(error instanceof ApiError)) return { title: messageOf(error), detail: '' };
  const hint = error.status === 0 ? t('error.unreachable_hint') : pick(error.hint);
  const id = error.requestId ? t('error.request_id', { id: error.requestId }) : '';
  return { title: messageOf(error), detail: [hint, id].filter(Boolean).join(' · ') };
}

async function toast(type: 'error' | 'success', title: string, message: string): Promise<void> {
  const [{ ElNotification }] = await Promise.all([
    import('element-plus/es/components/notification/index.mjs'),
    import('element-plus/es/components/notification/style/css.mjs'),
  ]);
  ElNotification({ type, title, message, position: 'bottom-right', duration: type === 'error' ? 8000 : 2500 });
}

export function toastError(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const { title, detail } = tell(error);
  void toast('error', title, detail);
}
export function toastDone(text: string): void { void toast('success', text, ''); }

/** Runs a call; trouble becomes a toast and undefined. */
export async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    toastError(error);
    return undefined;
  }
}

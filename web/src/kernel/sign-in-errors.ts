// What went wrong with signing in, in words that help: the same on the sign-in page and over a page.
import { ApiError } from '@/api/error';
import { tell, type Told } from './errors';
import { t } from './i18n';

export function tellSignIn(error: unknown): Told {
  if (error instanceof ApiError && error.status === 429) {
    return { title: t('sign_in.locked', { n: Math.max(1, Math.ceil((error.retryAfter ?? 60) / 60)) }), detail: tell(error).detail };
  }
  if (error instanceof ApiError && error.status === 401) return { title: t('sign_in.wrong'), detail: t('sign_in.wrong_hint') };
  return tell(error);
}

import type { FullConfig } from '@playwright/test';
import { signEverybodyIn } from './people';

export default async function setup(config: FullConfig): Promise<void> {
  await signEverybodyIn(config.projects[0]?.use.baseURL ?? '');
}

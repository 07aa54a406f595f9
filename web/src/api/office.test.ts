import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { compareSets } from './office';

const fetched = vi.fn<typeof fetch>();
beforeEach(() => { vi.stubGlobal('fetch', fetched); fetched.mockImplementation(async () => new Response('{}')); });
afterEach(() => { fetched.mockReset(); vi.unstubAllGlobals(); });

it('says that a JSON file is JSON and leaves sheets to be looked at', async () => {
  for (const [name, type] of [['sets.JSON', 'application/json'], ['sets.json.csv', 'application/octet-stream'], ['a.xlsx', 'application/octet-stream']] as const) {
    await compareSets(7, 'own_ledger', new File(['{}'], name));
    expect(fetched.mock.lastCall?.[1]?.headers).toMatchObject({ 'Content-Type': type });
  }
});

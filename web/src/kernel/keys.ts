import { onBeforeUnmount, onMounted } from 'vue';

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
const busy = (): boolean =>
  [...document.querySelectorAll('dialog[open], [role="dialog"][aria-modal="true"]')].some((one) => one.getClientRects().length > 0);

/** Single-key commands of a page; silent while someone types or a dialog is open. */
export function useKeys(keys: Record<string, () => void>): void {
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || busy()) return;
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  onMounted(() => window.addEventListener('keydown', listen));
  onBeforeUnmount(() => window.removeEventListener('keydown', listen));
}

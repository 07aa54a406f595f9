// The server's change events (SSE). One connection per page; listeners are told the kind and the id.
export interface Change { kind: string; id: number }
type Listener = (change: Change) => void;

let source: EventSource | null = null;
const listeners = new Set<Listener>();

function open(): void {
  if (source || typeof EventSource === 'undefined') return;
  source = new EventSource('/api/events');
  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Change;
    for (const listener of listeners) listener(change);
  });
}
/** Returns the way to stop listening; the last one to stop closes the connection. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  open();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) { source?.close(); source = null; }
  };
}

import type { FieldProblem, LocalText } from './types';

interface ErrorBody {
  code?: string; message?: string; message_zh?: string; hint?: string | LocalText; fields?: FieldProblem[];
  request_id?: string; retry_after?: number;
}

/** An answer that is not a success. `status` 0 means the server was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly messageZh: string;
  readonly hint: string | LocalText | undefined;
  readonly fields: FieldProblem[];
  readonly requestId: string;
  readonly retryAfter: number | undefined;

  constructor(status: number, body: ErrorBody) {
    super(body.message ?? `request failed with status ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'unreachable' : 'error');
    this.messageZh = body.message_zh ?? '';
    this.hint = body.hint;
    this.fields = body.fields ?? [];
    this.requestId = body.request_id ?? '';
    this.retryAfter = body.retry_after;
  }

  /** 409 and 412: someone else changed the record first. */
  get isConflict(): boolean { return this.status === 409 || this.status === 412; }
}

/** Reads the error of a response; bodies that are not the contract's JSON still give an ApiError. */
export async function errorOf(response: Response): Promise<ApiError> {
  let body: ErrorBody = {};
  try {
    const json = (await response.json()) as { error?: ErrorBody };
    body = json.error ?? {};
  } catch {
    body = { message: response.statusText };
  }
  const after = Number(response.headers.get('Retry-After'));
  const requestId = body.request_id ?? response.headers.get('X-Request-Id') ?? '';
  return new ApiError(response.status, { retry_after: after > 0 ? after : undefined, ...body, request_id: requestId });
}

import type { ErrorCode } from '../../protocol/errors.ts';
import type {
  JsonRouteName,
  RestClient,
  RestRequest,
  RestResponse,
  RestResult,
} from '../../protocol/rest/client-types.ts';
import type { Problem, Refusal } from '../../protocol/rest/problem.ts';
import type { RouteName } from '../../protocol/rest/routes.ts';
import type { CalledRoute } from './contract/called-route.ts';
import { routeNamed } from './contract/known-routes.ts';
import { problemShape } from './contract/rest.constant.ts';
import { misfit, shapedAs } from './contract/shape.ts';
import { downloaded } from './download.ts';
import type { Result } from './result.ts';

/** A server that does not answer for this long counts as unreachable. */
export const restDeadlineMs = 10_000;
/**
 * The time that a commune’s line needs for 50 MB. The server's own limit is shorter, so
 * that its answer arrives.
 */
export const fileDeadlineMs = 960_000;

interface HowToFetch {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly priority?: 'low';
}

/** What any `RestRequest` consists of. */
interface RequestParts {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly version?: number;
  readonly idempotencyKey?: string;
}
const isRequest = shapedAs<RequestParts>({
  fields: {
    params: { optional: { record: 'string' } },
    query: { optional: { record: { optional: { anyOf: ['string', 'number'] } } } },
    version: { optional: 'number' },
    idempotencyKey: { optional: 'string' },
  },
});

type UploadRouteName = 'document.upload' | 'line.up' | 'rehearsal.addPicture' | SheetImportName;
type DownloadRouteName =
  'document.content' | 'document.page' | 'line.down' | 'rehearsal.picture' | SheetExportName;
export type RecordImportName = `sheet.import${'Sites' | 'Endpoints' | 'Contacts' | 'Accounts'}`;
type SheetImportName = RecordImportName | 'sheet.importReform';
export type SheetExportName = Exclude<Extract<RouteName, `sheet.${string}`>, SheetImportName>;

/** With `account-not-secured`, the renewal tells the page what the person has to do first. */
const renewable: readonly ErrorCode[] = ['unauthenticated', 'token-expired', 'account-not-secured'];

export interface Download {
  /** The file is not needed yet: other traffic goes first. */
  readonly ahead?: boolean;
  /** Aborted when the file is no longer needed. */
  readonly over?: AbortSignal;
}

export interface Rest {
  /** Never rejects: without a connection it gives `unavailable`. */
  readonly call: RestClient;
  /** Sends a file to a route that takes one; never rejects. */
  readonly upload: <N extends UploadRouteName>(
    name: N,
    request: RestRequest<N>,
    file: Blob,
  ) => Promise<RestResult<N>>;
  /**
   * Gets the file that a route streams; never rejects. Where the route supports ranges, a download that
   * breaks off is resumed for as long as it makes progress.
   */
  readonly download: <N extends DownloadRouteName>(
    name: N,
    request: RestRequest<N>,
    how?: Download,
  ) => Promise<Result<Blob>>;
  /** Sent as `Authorization`; undefined for a caller that is not signed in. */
  accessToken: string | undefined;
}

/**
 * Calls the routes of the REST contract.
 *
 * @param renew gets a new access token when the old one is no longer valid. Calls that meet the expiry
 *   together share one renewal. If the renewal is refused, the sign-in has ended. If it fails in another way,
 *   the call fails with it, and the next call renews again.
 * @param confirm asks the person for the password, for a call that demands it; false where
 *   the person does not give it
 */
export function createRest(
  renew: (rest: Rest) => Promise<Result<string>>,
  confirm: () => Promise<boolean> = () => Promise.resolve(false),
): Rest {
  let renewal: Promise<Result<string>> | undefined;
  const renewing = async <T>(
    name: RouteName,
    attempt: (accessToken: string | undefined) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const shown = rest.accessToken;
    const result = await attempt(shown);
    const stale = !result.ok && renewable.includes(result.error.code);
    if (!stale || routeNamed(name).public) return result;
    if (rest.accessToken === shown) {
      renewal ??= renew(rest).finally(() => {
        renewal = undefined;
      });
      const renewed = await renewal;
      if (!renewed.ok && renewed.error.code !== 'unauthenticated') return renewed;
      rest.accessToken = renewed.ok ? renewed.value : undefined;
    }
    return rest.accessToken === undefined ? result : attempt(rest.accessToken);
  };
  /** Keeps the request while the person gives the password, then sends it again. */
  const confirming = async <T>(
    name: RouteName,
    attempt: (accessToken: string | undefined) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const result = await renewing(name, attempt);
    if (result.ok || result.error.code !== 'confirmation-required' || !(await confirm())) return result;
    return renewing(name, attempt);
  };
  const rest: Rest = {
    accessToken: undefined,
    call: (name, request) =>
      confirming(name, (token) => exchange(name, request, token, undefined, jsonOf(name))),
    upload: (name, request, file) =>
      confirming(name, (token) => exchange(name, request, token, file, jsonOf(name))),
    download: (name, request, how = {}) =>
      downloaded(routeNamed(name), { over: how.over, deadlineMs: fileDeadlineMs }, (file) =>
        confirming(name, (token) =>
          exchange(name, request, token, undefined, (response) => file.read(response), {
            headers: file.missing(),
            signal: file.signal,
            ...(how.ahead && { priority: 'low' as const }),
          }),
        ),
      ),
  };
  return rest;
}

const jsonOf =
  <N extends JsonRouteName | UploadRouteName>(name: N) =>
  async (response: Response): Promise<RestResult<N>> => {
    const shape = routeNamed(name).answer ?? 'anything';
    const value: unknown = await response.json();
    if (shapedAs<RestResponse<N>>(shape)(value)) return { ok: true, value };
    return {
      ok: false,
      error: { code: 'internal', detail: `against the contract: ${misfit(shape, value, name)}` },
    };
  };

/** One request; `read` reads a successful response. */
async function exchange<T>(
  name: RouteName,
  request: unknown,
  accessToken: string | undefined,
  file: Blob | undefined,
  read: (response: Response) => Promise<Result<T>>,
  { headers: more, ...how }: HowToFetch = {},
): Promise<Result<T>> {
  const route = routeNamed(name);
  if (!isRequest(request)) throw new TypeError(`a request of another form than ${name} takes`);
  const parts = request;
  const body = file ?? (parts.body === undefined ? undefined : JSON.stringify(parts.body));
  try {
    const response = await fetch(address(route, parts), {
      method: route.method,
      headers: { ...Object.fromEntries(headers(parts, accessToken, file)), ...more },
      signal: AbortSignal.timeout(route.file ? fileDeadlineMs : restDeadlineMs),
      ...how,
      ...(body !== undefined && { body }),
    });
    if (response.ok) return await read(response);
    return { ok: false, error: failureOf(await response.json(), response.status) };
  } catch (error) {
    return { ok: false, error: { code: 'unavailable', detail: String(error) } };
  }
}

function address(route: CalledRoute, { params = {}, query = {} }: RequestParts): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

const headers = (
  { body, version, idempotencyKey }: RequestParts,
  accessToken: string | undefined,
  file: Blob | undefined,
): Headers =>
  new Headers({
    Accept: 'application/json, */*;q=0.5',
    ...(file && { 'Content-Type': 'application/octet-stream' }),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(accessToken !== undefined && { Authorization: `Bearer ${accessToken}` }),
    ...(version !== undefined && { 'If-Match': `"${version}"` }),
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
  });

const isProblem = shapedAs<Problem>(problemShape);

/** A problem document says what is wrong; the answer of a proxy in the server's place does not. */
const failureOf = (content: unknown, status: number): Refusal =>
  isProblem(content)
    ? content
    : { code: status === 504 ? 'timeout' : 'unavailable', detail: `status ${status}` };

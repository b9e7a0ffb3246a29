import type { Result } from './result.ts';

/** Follows a list to its end: requests page after page and joins the answers. */
export async function everyPage<Answer extends { readonly nextCursor: string | null }>(
  ask: (page: { readonly cursor?: string }) => Promise<Result<Answer>>,
  join: (before: Answer, next: Answer) => Answer,
): Promise<Result<Answer>> {
  let joined = await ask({});
  while (joined.ok && joined.value.nextCursor !== null) {
    const { value } = joined;
    const next = await ask({ cursor: joined.value.nextCursor });
    joined = next.ok ? { ok: true, value: join(value, next.value) } : next;
  }
  return joined;
}

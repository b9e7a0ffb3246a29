import { withinDeadline } from './deadline.ts';

/**
 * Resolves when its subject is well, optionally with a warning for IT; otherwise rejects with an Error that
 * says what is wrong.
 */
export type Check = () => Promise<string | void>;
export type Checks = Readonly<Record<string, Check>>;

export type CheckResult =
  { readonly ok: true; readonly warning?: string } | { readonly ok: false; readonly reason: string };

/** @param deadlineMs the time after which a check counts as failed */
export async function runChecks(
  checks: Checks,
  deadlineMs: number,
): Promise<Readonly<Record<string, CheckResult>>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, CheckResult]> => {
      try {
        const warning = await withinDeadline(deadlineMs, check());
        return [name, typeof warning === 'string' ? { ok: true, warning } : { ok: true }];
      } catch (error) {
        return [name, { ok: false, reason: error instanceof Error ? error.message : String(error) }];
      }
    }),
  );
  return Object.fromEntries(results);
}

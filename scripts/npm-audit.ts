// Asks the registry whether a production dependency has a known vulnerability of severity high or critical.
// Exits with 0 if not, with 1 if one has or the answer is unreadable, and with 75 if the registry did not
// answer.

import { spawnSync } from 'node:child_process';
import { z } from 'zod';

/** EX_TEMPFAIL of sysexits.h. */
const NOT_REACHED = 75;

const vulnerability = z.object({
  name: z.string(),
  severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']),
  range: z.string(),
  // A text names a package that this one depends on; an object is an advisory on the package itself.
  via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
});
const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), vulnerability),
});
/** npm's output where the registry refused or was unreachable. */
const failure = z.object({ message: z.string().min(1), statusCode: z.int().optional() });

export type AuditVerdict =
  | { outcome: 'clear' }
  | { outcome: 'vulnerable'; lines: string[] }
  | { outcome: 'not reached'; why: string }
  | { outcome: 'unreadable'; why: string };

/** Reads the standard output of `npm audit --json`. */
export function auditVerdict(output: string): AuditVerdict {
  let said: unknown;
  try {
    said = JSON.parse(output);
  } catch {
    return { outcome: 'unreadable', why: `not JSON: ${output.slice(0, 200)}` };
  }
  const audited = report.safeParse(said);
  if (audited.success) {
    const lines = Object.values(audited.data.vulnerabilities)
      .filter(({ severity }) => severity === 'high' || severity === 'critical')
      .map(({ name, severity, range, via }) => {
        const reasons = via.map((each) => (typeof each === 'string' ? each : `${each.title} ${each.url}`));
        return `${name} ${range}: ${severity}: ${reasons.join('; ')}`;
      });
    return lines.length > 0 ? { outcome: 'vulnerable', lines } : { outcome: 'clear' };
  }
  const failed = failure.safeParse(said);
  if (!failed.success) return { outcome: 'unreadable', why: `an unknown answer: ${output.slice(0, 200)}` };
  const { message, statusCode } = failed.data;
  return { outcome: 'not reached', why: statusCode === undefined ? message : String(statusCode) };
}

if (import.meta.main) {
  const options = ['--omit=dev', '--package-lock-only', '--audit-level=high', '--json', '--fetch-retries=1'];
  const asked = spawnSync('npm', ['audit', ...options], { encoding: 'utf8' });
  const verdict: AuditVerdict = asked.error
    ? { outcome: 'unreadable', why: `npm could not be started: ${asked.error.message}` }
    : auditVerdict(asked.stdout);
  switch (verdict.outcome) {
    case 'clear':
      break;
    case 'vulnerable':
      process.stdout.write(`${verdict.lines.join('\n')}\n`);
      process.exitCode = 1;
      break;
    case 'not reached':
      process.stdout.write(`not reached: the registry did not answer (${verdict.why})\n`);
      process.exitCode = NOT_REACHED;
      break;
    case 'unreadable':
      process.stdout.write(`${verdict.why}\n`);
      process.exitCode = 1;
      break;
  }
}

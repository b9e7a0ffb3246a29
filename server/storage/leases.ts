import { sql, type Expression, type SqlBool } from 'kysely';

/** A duration for SQL. */
export const ms = (duration: number): Expression<unknown> =>
  sql`make_interval(secs => ${duration}::double precision / 1000)`;

/** A process that has not renewed its lease for this time counts as dead, by the database's clock. */
export const leaseMs = 6_000;

/**
 * Whether the lease of a row of `control_process` has not ended. An end further ahead than a lease lasts
 * means that the database's clock was set back; a living process corrects it at its next renewal.
 */
export const lives = (alias: string): Expression<SqlBool> => {
  const expiresAt = sql.ref(`${alias}.expires_at`);
  return sql<SqlBool>`(${expiresAt} = 'infinity'
    or ${expiresAt} between clock_timestamp() and clock_timestamp() + ${ms(leaseMs)})`;
};

/** How long after its end a session may be opened again. */
export const reopenWithinMs = 10 * 60_000;

/** How long a session that is opened again lasts at least, until somebody ends or extends it. */
export const reopenedForMs = 15 * 60_000;

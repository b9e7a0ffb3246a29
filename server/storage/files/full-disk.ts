/** PostgreSQL's code for a full disk (disk_full), and the system's codes for a file. */
const codes = new Set(['53100', 'ENOSPC', 'EDQUOT']);

/** Whether a write failed because the disk is full. */
export function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && codes.has(error.code)) return true;
  return error.message.includes('No space left on device') || isFullDisk(error.cause);
}

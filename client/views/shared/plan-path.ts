/** The address of a meeting's plan page; the hash names its open tab. */
export const planPath = (meetingId: string): string => `/meetings/${meetingId}/plan`;

import { Clash, Oversold, Uncleared } from './meeting-repository.ts';
import { type PlanRefused, refused } from './refused.ts';

/** The result of a write, or why the constraints of the database refuse it. */
export async function refusedByStorage<Result>(write: () => Promise<Result>): Promise<Result | PlanRefused> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Oversold) {
      const { message, fullUplinks } = error;
      return {
        ...refused('no-capacity', message),
        ...(fullUplinks.length > 0 && { more: { fullUplinks: [...fullUplinks] } }),
      };
    }
    if (error instanceof Clash) return refused('clash');
    if (error instanceof Uncleared) {
      return { ...refused('not-cleared', error.message), more: { uncleared: error.invitees } };
    }
    throw error;
  }
}

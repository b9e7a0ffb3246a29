import type { CalendarDay } from '../../domain/sites/tree.ts';
import type { Selected } from '../../protocol/rest/selections.ts';

export interface SelectionRepository {
  /**
   * The endpoints in use that are in one of `include` and in none of `except`. Each stands where the tree of the day has it:
   * an endpoint whose site was merged by then stands under the successor.
   * @param siteIds the scope: its own site or the one under which it stands is one of these; undefined for all
   */
  resolve(
    selection: { readonly include: readonly Selected[]; readonly except: readonly Selected[] },
    on: CalendarDay,
    siteIds: readonly string[] | undefined,
  ): Promise<readonly string[]>;
}

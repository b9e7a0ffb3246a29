import type { TemplatePlan } from '../../../protocol/rest/meetings/templates.ts';
import type { Covered } from '../../identity/covered.ts';

export type MeetingTemplate = {
  readonly id: string;
  /** The site that owns the template. */
  readonly siteId: string;
  readonly name: string;
  readonly plan: TemplatePlan;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
};

export interface TemplateRepository {
  insert(template: Covered<MeetingTemplate>): Promise<void>;
  byId(templateId: string): Promise<MeetingTemplate | undefined>;
  /** Templates of these sites, or of all; by name, then id. */
  list(siteIds: readonly string[] | undefined): Promise<readonly MeetingTemplate[]>;
  rename(template: Covered<MeetingTemplate>, name: string): Promise<void>;
  remove(template: Covered<MeetingTemplate>): Promise<void>;
}

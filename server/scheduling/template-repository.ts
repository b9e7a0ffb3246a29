import type { TemplatePlan } from '../../protocol/rest/templates.ts';

export type MeetingTemplate = {
  readonly id: string;
  /** The site that keeps it. */
  readonly siteId: string;
  readonly name: string;
  readonly plan: TemplatePlan;
  readonly createdByAccountId: string;
  readonly createdAtMs: number;
};

export interface TemplateRepository {
  insert(template: MeetingTemplate): Promise<void>;
  byId(templateId: string): Promise<MeetingTemplate | undefined>;
  /** Those of these sites, or of all; by name, then id. */
  list(siteIds: readonly string[] | undefined): Promise<readonly MeetingTemplate[]>;
  rename(templateId: string, name: string): Promise<void>;
  remove(templateId: string): Promise<void>;
}

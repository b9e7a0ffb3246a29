import type { Selectable } from 'kysely';
import type { MeetingTemplate, TemplateRepository } from '../../scheduling/series/template-repository.ts';
import { instant, isAnyOf } from '../expressions.ts';
import type { Database, MeetingTemplateTable } from '../schema.ts';

export function createTemplateRepository(database: Database): TemplateRepository {
  return {
    async insert({ createdByAccountId, createdAtMs, plan, ...template }) {
      await database
        .insertInto('meetingTemplate')
        .values({
          ...template,
          plan: JSON.stringify(plan),
          createdBy: createdByAccountId,
          createdAt: instant(createdAtMs),
        })
        .execute();
    },

    async byId(templateId) {
      const row = await database
        .selectFrom('meetingTemplate')
        .selectAll()
        .where('id', '=', templateId)
        .executeTakeFirst();
      return row && toTemplate(row);
    },

    async list(siteIds) {
      let query = database.selectFrom('meetingTemplate').selectAll().orderBy('name').orderBy('id');
      if (siteIds) query = query.where(({ ref }) => isAnyOf(ref('siteId'), siteIds));
      return (await query.execute()).map(toTemplate);
    },

    async rename({ id }, name) {
      await database.updateTable('meetingTemplate').set({ name }).where('id', '=', id).execute();
    },

    async remove({ id }) {
      await database.deleteFrom('meetingTemplate').where('id', '=', id).execute();
    },
  };
}

const toTemplate = ({
  createdBy,
  createdAt,
  ...template
}: Selectable<MeetingTemplateTable>): MeetingTemplate => ({
  ...template,
  createdByAccountId: createdBy,
  createdAtMs: createdAt,
});

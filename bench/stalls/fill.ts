import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { openDatabase } from '../../server/storage/database.ts';
import { fillProvince } from '../support/bookings.ts';

/**
 * Fills the service's database with what a province has after many years: 1,000 units, 3,000 rooms, their
 * people and meetings.
 */
export async function fillStalls(
  place: { readonly folder: string; readonly url?: string },
  meetings: number,
): Promise<void> {
  await using storage = await openDatabase({ ...place, logger: pino({ level: 'silent' }) });
  const query = (text: string, values?: unknown[]) => storage.execute(text, values);
  const { siteId } = await fillProvince({ query }, meetings);
  // One tree, as in every province.
  const province = uuid();
  await query(`update site_level set rank = 3`);
  await query(`insert into site_level values ('province', 0, 'Cấp tỉnh', 'Province')`);
  await query(
    `insert into site (id, code, name, folded, level_id, valid_from) values ($1, 'VP', 'Tỉnh Vĩnh Phúc', 'tinh vinh phuc', 'province', '2021-01-01')`,
    [province],
  );
  await query(`update site set parent_id = $1 where id <> $1`, [province]);
  await query(
    `update endpoint set tags = array['cấp xã', 'miền núi', 'có ghi hình'], name = 'Phòng họp số ' || substr(id::text, 33)`,
  );
  await query(
    `insert into account (id, login, password_hash, password_given, second_factor, full_name, kind, site_id, created_at)
      select gen_random_uuid(), 'canbo' || n, '-', false, false, 'Nguyễn Văn ' || n, 'official', $1, now() from generate_series(1, 2000) n`,
    [siteId],
  );
  await query(
    `insert into site_contact (site_id, position, name, phone)
      select id, n, 'Trần Thị ' || n, '0912 345 6' || (10 + n) from site cross join generate_series(1, 10) n`,
  );
  await query('analyze');
}

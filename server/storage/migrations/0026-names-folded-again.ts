import { sql, type Kysely } from 'kysely';

/** Plain SQL, frozen once released, as in 0001. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

/** Apostrophes and invisible characters. Accents and other marks are gone already. */
const nothing = String.raw`[''\u0060\u00B4\u00AD\u02B9\u02BC\u02C8\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2018\u2019\u202A-\u202E\u2032\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFF07\uFFA0\uFFF0-\uFFF8\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]`;
/** Blanks and hyphens. */
const blank = String.raw`[-\t-\r \u00A0\u058A\u05BE\u1400\u1680\u1806\u2000-\u200A\u2010-\u2015\u2028\u2029\u202F\u205F\u2E17\u2E1A\u2E3A\u2E3B\u2E40\u2E5D\u3000\u301C\u3030\u30A0\uFE31\uFE32\uFE58\uFE63\uFF0D\U00010D6E\U00010EAD]+`;
const again = `btrim(regexp_replace(regexp_replace(folded, '${nothing}', '', 'g'), '${blank}', ' ', 'g'))`;

// "KDang" finds "K'Dang", and "Phú Sơn Lâm Hà" finds "Phú Sơn-Lâm Hà", now also for names that were stored
// before.
const statements = ['site', 'endpoint'].map(
  (table) => `update ${table} set folded = ${again} where folded <> ${again}`,
);

import type { SheetFormat } from '../../protocol/rest/sheets.ts';

export type Cell = string | number | null;

/** What a thread is started for. */
export type TableWork =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'write';
      readonly format: SheetFormat;
      /** Headings first. */
      readonly rows: readonly (readonly Cell[])[];
    };

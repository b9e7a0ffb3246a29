import { stringify } from 'yaml';
import { bridges } from './bridges.ts';
import { control } from './control.ts';

export const manifests = [...control, ...bridges];

/** The text of diemcau.yaml. */
export const manifestText = (): string =>
  [
    '# Written by `node deploy/kubernetes/main.ts`: change deploy/kubernetes/site.ts instead.\n',
    ...manifests.map((manifest) =>
      stringify(manifest.toJSON(), { aliasDuplicateObjects: false, singleQuote: true }),
    ),
  ].join('---\n');

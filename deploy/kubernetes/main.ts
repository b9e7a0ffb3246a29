// Writes the manifests for Kubernetes: `node deploy/kubernetes/main.ts`, after a change here. A unit test fails if
// the committed file differs from what this writes.
import { writeFileSync } from 'node:fs';
import { manifestText } from './manifests.ts';

writeFileSync(new URL('diemcau.yaml', import.meta.url), manifestText());

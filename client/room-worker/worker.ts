// The service worker of a room's page: keeps the page's own files, so that a room that is loaded again without a
// server shows its own page, which says so and comes back by itself. It answers for nothing but the page at /room
// and the files of the build: requests to the API, and with them every token, do not pass through it.

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build (vite.config.ts). A new build is a new worker with a new cache. */
declare const BUILD: { readonly version: string; readonly files: readonly string[] };

const page = '/room';
const cacheName = `diemcau-room-${BUILD.version}`;
/** A server that does not answer for this long counts as gone; the kept page goes on asking. */
const deadlineMs = 4000;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === page) event.respondWith(newest(request));
  else if (BUILD.files.includes(pathname)) event.respondWith(kept(request, pathname));
});

async function install(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Not from the browser's own cache: the page must belong to these files.
  await cache.addAll([page, ...BUILD.files].map((path) => new Request(path, { cache: 'reload' })));
  await self.skipWaiting();
}

async function takeOver(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name !== cacheName);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const keptPage = (): Promise<Response | undefined> => caches.match(page, { cacheName });

/** The server's page; the kept one where the server gives none. */
async function newest(request: Request): Promise<Response> {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(deadlineMs) });
    // A proxy without a server behind it answers with a page of its own.
    return response.ok ? response : ((await keptPage()) ?? response);
  } catch (error) {
    const found = await keptPage();
    if (found) return found;
    throw error;
  }
}

const kept = async (request: Request, pathname: string): Promise<Response> =>
  (await caches.match(pathname, { cacheName })) ?? fetch(request);

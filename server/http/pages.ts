import { extname, sep } from 'node:path';
import express, { type RequestHandler, Router } from 'express';
import { encodingOf, smallestForm } from './compressed.ts';

/**
 * Serves the built client. Any path that is no file gets the client's page: the client chooses the view by
 * the path.
 */
export function createPages(folder: string): Router {
  const router = Router();
  const assets = `${sep}assets${sep}`;
  const index: RequestHandler = (_request, response, next) => {
    const options = { root: folder, headers: { 'Cache-Control': 'no-cache' } };
    response.sendFile('index.html', options, (error) => {
      if (error) next(error);
    });
  };
  router.use(
    smallestForm(folder),
    express.static(folder, {
      index: false,
      setHeaders: (response, file) => {
        const { encoding, plain } = encodingOf(file);
        if (encoding !== undefined) {
          response.setHeader('Content-Encoding', encoding);
          response.type(extname(plain));
        }
        // Vite puts a hash of the content into these names.
        const forever = file.includes(assets);
        response.setHeader('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  router.get('/{*path}', (request, response, next) => {
    response.locals['route'] = 'page';
    if (request.path.startsWith('/assets/') || !request.accepts('html')) next();
    else index(request, response, next);
  });
  return router;
}

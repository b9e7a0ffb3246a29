# syntax=docker/dockerfile:1
# Debian 12 and Node 24, as on the machines where the tests run: the worker that is built here needs its libraries.

FROM node:24.21.0-bookworm AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# mediasoup's own post-install would download; scripts/worker/find does that with a fallback.
RUN npm ci --ignore-scripts
# Apart from the rest, so that a change of the server does not build the worker again.
COPY scripts/packages scripts/packages
COPY scripts/worker scripts/worker
RUN install -D "$(scripts/worker/find)" /out/mediasoup-worker
COPY . .
RUN node_modules/.bin/vite build
# Here, since npm refuses where development dependencies are missing. The bill lists none of them.
RUN node scripts/sbom.ts >/out/sbom.cdx.json

FROM node:24.21.0-bookworm AS dependencies
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
# The worker is built above from mediasoup's C++ sources, and source maps serve debuggers: neither runs here.
RUN npm ci --omit=dev --ignore-scripts \
  && rm --recursive node_modules/mediasoup/worker \
  && find node_modules -name '*.map' -type f -delete

FROM node:24.21.0-bookworm-slim
RUN apt-get update \
  # iproute2 for deploy/idle-tcp, which runs from this image.
  && apt-get install --yes --no-install-recommends libuv1 libssl3 libsrtp2-1 libabsl20220623 libstdc++6 iproute2 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /out/mediasoup-worker /usr/local/bin/mediasoup-worker
COPY --from=dependencies /src/node_modules node_modules
COPY --from=build /out/sbom.cdx.json ./
COPY --from=build /src/client/dist client/dist
COPY package.json ./
COPY protocol protocol
COPY domain domain
COPY config config
COPY server server
# The only folder that is written to: the embedded database and generated secrets, where nothing else was configured.
RUN install --directory --owner=node --group=node var
USER node
ENV NODE_ENV=production MEDIASOUP_WORKER_BIN=/usr/local/bin/mediasoup-worker
VOLUME /app/var
EXPOSE 8080 20000-20063/udp 20000-20063/tcp
# From inside, so it works with the operations port on loopback. Whether new rooms may come is /readyz, for a balancer.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:9464/livez').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself, so that SIGTERM reaches it. As process 1 it does not reap: run with --init (compose.yaml does).
# Half of what Node takes by itself for new objects: docs/performance.md, memory.
CMD ["node", "--max-semi-space-size=16", "server/main.ts"]

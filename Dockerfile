# Two stages: one with compilers builds, the other runs. Pin both images by digest where your registry mirrors them.
FROM node:24-bookworm-slim AS build
WORKDIR /app
# better-sqlite3 and argon2 come prebuilt; the compilers are for machines where no prebuilt binary fits.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts ./scripts
COPY src ./src
COPY knowledge ./knowledge
RUN npm rebuild better-sqlite3 && npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    PUBLIC_HOST=0.0.0.0 \
    PUBLIC_PORT=8080 \
    DATA_FOLDER=/var/lib/tanya-migran/data \
    KEYS_FOLDER=/var/lib/tanya-migran/keys
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/knowledge ./knowledge
COPY --chown=root:root LICENSE NOTICE ./
# The only places that are written to; everything else may be read-only.
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/tanya-migran/data /var/lib/tanya-migran/keys /var/lib/tanya-migran/backups
USER node
VOLUME ["/var/lib/tanya-migran"]
EXPOSE 3000 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PUBLIC_PORT || process.env.PORT) + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js", "start"]

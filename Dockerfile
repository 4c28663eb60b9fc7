# syntax=docker/dockerfile:1

# Node 26 is the active LTS line; its images stand on Debian 13.
ARG NODE=node:26-trixie-slim

FROM ${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY protos protos
COPY schemas schemas
COPY src src
RUN npm run build && chmod +x dist/main.js

FROM ${NODE}
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev \
 && npm cache clean --force \
 && ln -s /app/dist/main.js /usr/local/bin/gitxds \
 && install -d -o node -g node /var/lib/gitxds
COPY --from=build /build/dist dist
COPY --from=build /build/generated generated
COPY protos protos
COPY schemas schemas
COPY examples examples
COPY LICENSE ./

# The user node of the base image, by number, so that Kubernetes can tell that it is not root.
USER 1000:1000
VOLUME /var/lib/gitxds
EXPOSE 18000 18080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:18080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Defaults of the image: what a gitxds.yaml or a flag says of these wins.
ENV GITXDS_LISTEN=0.0.0.0:18000 GITXDS_ADMIN=0.0.0.0:18080 GITXDS_STATE_DIR=/var/lib/gitxds
# What is given to docker run comes behind: REPO and flags. Other commands: --entrypoint gitxds.
ENTRYPOINT ["gitxds", "serve"]

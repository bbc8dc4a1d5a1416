# The Azure Functions app with its engines. Build: docker build -t transvox .
# Run against an emulator: docker run -e AzureWebJobsStorage=… -p 8080:80 transvox

FROM node:22-bookworm-slim AS web
WORKDIR /web/src/Web
COPY src/Web/package.json src/Web/package-lock.json ./
RUN npm ci
COPY src/Web/ ./
COPY docs/openapi.json /web/docs/
RUN npm run build

FROM node:22-bookworm-slim AS voice
COPY scripts/fetch-voice-model.sh ./
RUN ./fetch-voice-model.sh /models/silero_vad.onnx

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS app
WORKDIR /src
COPY . .
COPY --from=web /web/src/Web/dist src/Web/dist
COPY --from=voice /models models
RUN dotnet publish src/Functions -c Release -o /app

FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0
# The embedded engines, and tini: tools are killed by process group, and nobody but an init process collects their orphans.
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      ffmpeg pocketsphinx pocketsphinx-en-us apertium apertium-eng-spa apertium-eng-cat espeak-ng flite bubblewrap tini curl \
 && rm -rf /var/lib/apt/lists/*
ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true \
    storage__local_directory=/tmp/transvox
COPY --from=app /app /home/site/wwwroot
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD curl --fail --silent --show-error http://127.0.0.1:80/health/live || exit 1
ENTRYPOINT ["/usr/bin/tini", "-g", "--"]
CMD ["/opt/startup/start_nonappservice.sh"]

#!/bin/sh
# Builds the image in the registry, runs it, and connects the blob events once it answers. Run by `azd up` and by the release
# workflow, with the outputs of infra/main.bicep in the environment. Safe to run again.
set -eu

: "${AZURE_RESOURCE_GROUP:?}" "${AZURE_CONTAINER_REGISTRY_ENDPOINT:?}" "${TRANSVOX_APP_NAME:?}" "${TRANSVOX_MEDIA_ACCOUNT:?}" "${TRANSVOX_URL:?}"
image="transvox:${TRANSVOX_TAG:-$(git rev-parse --short=12 HEAD)}"

if [ "${TRANSVOX_IMAGE_BUILT:-false}" != true ]; then
  az acr build --registry "${AZURE_CONTAINER_REGISTRY_ENDPOINT%%.*}" --image "$image" --file Dockerfile .
fi

az functionapp config container set --only-show-errors --output none \
  --resource-group "$AZURE_RESOURCE_GROUP" --name "$TRANSVOX_APP_NAME" \
  --image "$AZURE_CONTAINER_REGISTRY_ENDPOINT/$image"

# The next provisioning keeps the image.
if command -v azd >/dev/null && [ -n "${AZURE_ENV_NAME:-}" ]; then
  azd env set TRANSVOX_IMAGE "$image"
fi

# Event Grid asks the endpoint whether it wants the events, so the new app has to answer first.
curl --fail --silent --show-error --output /dev/null --retry 60 --retry-delay 10 --retry-all-errors "$TRANSVOX_URL/health/live"
az deployment group create --only-show-errors --output none \
  --resource-group "$AZURE_RESOURCE_GROUP" --name transvox-events --template-file infra/events.bicep \
  --parameters appName="$TRANSVOX_APP_NAME" mediaAccount="$TRANSVOX_MEDIA_ACCOUNT"
echo "TransVox runs at $TRANSVOX_URL"

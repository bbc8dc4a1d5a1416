// Blob events to the app. Deployed after the app runs, because Event Grid asks the endpoint whether it wants the events:
//   az deployment group create -g <group> -f infra/events.bicep -p appName=<app> mediaAccount=<account>
// The key of the endpoint is read and used inside the deployment and shown nowhere.
@description('Name of the function app.')
param appName string

@description('Name of the media storage account.')
param mediaAccount string

param location string = resourceGroup().location

@description('Container that users upload to.')
param inputContainer string = 'input'

var blobContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')

resource app 'Microsoft.Web/sites@2023-12-01' existing = {
  name: appName
}

resource media 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: mediaAccount
}

resource topic 'Microsoft.EventGrid/systemTopics@2024-06-01-preview' = {
  name: 'egst-${mediaAccount}'
  location: location
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: media.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

// Event Grid writes what it could not deliver into a container, with its own identity.
resource deadLetters 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: media
  name: guid(media.id, topic.id, blobContributor)
  properties: {
    roleDefinitionId: blobContributor
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource uploads 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2024-06-01-preview' = {
  parent: topic
  name: 'uploads'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.VideoUploadedEvent&code=${listKeys('${app.id}/host/default', app.apiVersion).systemKeys.blobs_extension}'
        maxEventsPerBatch: 1
      }
    }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/${inputContainer}/'
      enableAdvancedFilteringOnArrays: true
      advancedFilters: [
        {
          // One upload raises several events; only the call that commits the whole blob counts.
          operatorType: 'StringIn'
          key: 'data.api'
          values: ['PutBlob', 'PutBlockList', 'FlushWithClose', 'CopyBlob']
        }
        {
          // FlushWithClose and the others commit content; an empty marker blob is no video.
          operatorType: 'NumberGreaterThan'
          key: 'data.contentLength'
          value: 0
        }
      ]
    }
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: media.id
          blobContainerName: 'dead-events'
        }
      }
    }
  }
  dependsOn: [
    deadLetters
  ]
}

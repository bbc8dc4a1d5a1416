// Two accounts. The media account holds what users upload and get; the task hub account holds queues, tables and leases of
// Durable Task, whose request rate would otherwise count against the media's and whose data nobody but the app may see.
param token string
param location string
param tags object
param sku string
param principalId string
param workspaceId string
param retentionDays object

var blobOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var queueContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
// Media: blobs and the identity-signed links to them (blob data owner includes the delegation key), and the queue of the blob
// trigger. Task hub: blobs for leases and large messages, queues, tables.
var mediaRoles = [blobOwner, queueContributor]
var taskHubRoles = [blobOwner, queueContributor, tableContributor]
var containers = ['input', 'output', 'work', 'system', 'dead-events']

resource media 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stmedia${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      // Long enough to undo an accident, short enough that deleted videos are really gone within the week.
      deleteRetentionPolicy: {
        enabled: true
        days: 2
      }
      // The web page sends large videos here itself. Any origin: what lets an upload in is its short-lived, write-only link.
      cors: {
        corsRules: [
          {
            allowedOrigins: ['*']
            allowedMethods: ['PUT']
            allowedHeaders: ['*']
            exposedHeaders: ['x-ms-*']
            maxAgeInSeconds: 3600
          }
        ]
      }
    }

    resource container 'containers' = [
      for name in containers: {
        name: name
      }
    ]
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          // The retention timer of the app deletes first and knows about jobs that still run. These rules are the net under it:
          // twice its time, and abandoned uploads.
          {
            name: 'inputs'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['input/']
              }
              actions: {
                baseBlob: {
                  delete: {
                    daysAfterModificationGreaterThan: 2 * retentionDays.inputs
                  }
                }
              }
            }
          }
          {
            name: 'work'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['work/']
              }
              actions: {
                baseBlob: {
                  delete: {
                    daysAfterModificationGreaterThan: 2 * retentionDays.work
                  }
                }
              }
            }
          }
          {
            name: 'outputs'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['output/']
              }
              actions: {
                baseBlob: {
                  tierToCool: {
                    daysAfterModificationGreaterThan: 7
                  }
                  delete: {
                    daysAfterModificationGreaterThan: 2 * retentionDays.outputs
                  }
                }
              }
            }
          }
          {
            name: 'dead-events'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: ['dead-events/']
              }
              actions: {
                baseBlob: {
                  delete: {
                    daysAfterModificationGreaterThan: 90
                  }
                }
              }
            }
          }
        ]
      }
    }
    dependsOn: [
      blobs
    ]
  }
}

resource taskHub 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'sttasks${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
  }

  resource queues 'queueServices' = {
    name: 'default'
  }

  resource tables 'tableServices' = {
    name: 'default'
  }
}

resource mediaAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in mediaRoles: {
    scope: media
    name: guid(media.id, principalId, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource taskHubAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in taskHubRoles: {
    scope: taskHub
    name: guid(taskHub.id, principalId, role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource mediaDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: media::blobs
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

resource taskHubDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: taskHub::queues
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'Transaction'
        enabled: true
      }
    ]
  }
}

output mediaAccount string = media.name
output taskHubAccount string = taskHub.name

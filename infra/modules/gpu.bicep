// Functions on Azure Container Apps with a GPU workload profile: the same image and settings, with engines that use the device.
// Trade-offs against Premium: a device per replica, billed by the second and scaled to zero; quota per region; cold starts of
// minutes while image and models load; no App Service Authentication (users come with bearer tokens or API keys).
param token string
param location string
param tags object
param size object
param image string
param gpuProfile string
param identityId string
param appSettings object
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' existing = {
  name: workspaceName
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'cae-transvox-${token}'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
      {
        name: 'gpu'
        workloadProfileType: gpuProfile
      }
    ]
  }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: 'func-transvox-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux,container,azurecontainerapps'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    managedEnvironmentId: environment.id
    workloadProfileName: 'gpu'
    resourceConfig: {
      // A T4 profile brings 8 cores and 56 GiB, an A100 profile 24 and 220; a replica takes the device whole.
      cpu: gpuProfile == 'Consumption-GPU-NC8as-T4' ? 8 : 24
      memory: gpuProfile == 'Consumption-GPU-NC8as-T4' ? '56Gi' : '220Gi'
    }
    siteConfig: {
      linuxFxVersion: 'DOCKER|${image}'
      acrUseManagedIdentityCreds: true
      acrUserManagedIdentityID: identityId
      // Timers, the reaper among them, run only while an instance does.
      minimumElasticInstanceCount: 1
      functionAppScaleLimit: size.gpuReplicas
      appSettings: map(items(appSettings), setting => {
        name: setting.key
        value: setting.value
      })
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'to-workspace'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

output appName string = app.name
output url string = 'https://${app.properties.defaultHostName}'

// Elastic Premium, Linux, custom container with ffmpeg and the embedded engines. This plan has no GPU sizes: it suits the
// embedded engines and engines that are called over the network. For local GPU engines see gpu.bicep.
param token string
param location string
param tags object
param size object
param image string
param identityId string
param identityClientId string
param appSettings object
param workspaceId string
param authClientId string
param authTenantId string

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: 'plan-transvox-${token}'
  location: location
  tags: tags
  kind: 'elastic'
  sku: {
    name: size.planSku
    tier: 'ElasticPremium'
  }
  properties: {
    reserved: true
    maximumElasticWorkerCount: size.maxInstances
  }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: 'func-transvox-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux,container'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      linuxFxVersion: 'DOCKER|${image}'
      acrUseManagedIdentityCreds: true
      acrUserManagedIdentityID: identityClientId
      minimumElasticInstanceCount: 1
      functionAppScaleLimit: size.maxInstances
      healthCheckPath: '/health/ready'
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      http20Enabled: true
      appSettings: map(items(union(appSettings, { WEBSITES_ENABLE_APP_SERVICE_STORAGE: 'false' })), setting => {
        name: setting.key
        value: setting.value
      })
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  // Requests without a sign-in pass: health checks, the web page and API keys are judged by the app, which authenticates every
  // endpoint by itself. A signed-in user arrives as a principal that the platform has validated.
  resource auth 'config' = if (!empty(authClientId)) {
    name: 'authsettingsV2'
    properties: {
      platform: {
        enabled: true
      }
      globalValidation: {
        requireAuthentication: false
        unauthenticatedClientAction: 'AllowAnonymous'
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: authClientId
            openIdIssuer: '${environment().authentication.loginEndpoint}${authTenantId}/v2.0'
          }
          validation: {
            allowedAudiences: ['api://${authClientId}', authClientId]
          }
        }
      }
      login: {
        tokenStore: {
          enabled: false
        }
      }
      httpSettings: {
        requireHttps: true
      }
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
      {
        category: 'AppServiceAuthenticationLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output appName string = app.name
output url string = 'https://${app.properties.defaultHostName}'

// Everything the service needs, in one resource group. `azd up` deploys this file with main.parameters.json; by hand:
//   az deployment sub create --location <region> --parameters infra/presets/team.bicepparam
targetScope = 'subscription'

@description('Name of the environment; names of resources derive from it.')
@minLength(2)
@maxLength(16)
param environmentName string

@description('Azure region of all resources.')
param location string

@description('Size of the installation; see presets.json.')
@allowed(['small', 'team', 'public'])
param preset string = 'team'

@description('premium: Elastic Premium plan (CPU). gpu: Functions on Azure Container Apps with a GPU workload profile.')
@allowed(['premium', 'gpu'])
param hosting string = 'premium'

@description('GPU workload profile of the environment, when hosting is gpu.')
@allowed(['Consumption-GPU-NC8as-T4', 'Consumption-GPU-NC24-A100'])
param gpuProfile string = 'Consumption-GPU-NC8as-T4'

@description('embedded: programs of the image. azure: Azure AI services, under the app\'s identity.')
@allowed(['embedded', 'azure'])
param engines string = 'embedded'

@description('Azure OpenAI model that translates, as name:version (gpt-4.1-mini:2025-04-14), when engines is azure; empty takes Azure Translator.')
param translatorModel string = ''

@description('Image of the app, without the registry: name:tag. A public placeholder runs until the first deployment.')
param imageName string = ''

@description('Application (client) id of the Microsoft Entra registration that signs users in; empty leaves sign-in to bearer tokens and API keys.')
param authClientId string = ''

@description('Tenant that issues the tokens.')
param authTenantId string = tenant().tenantId

@description('Who is told when an alert fires; empty creates the alerts without a receiver.')
param alertEmail string = ''

@description('Days after which uploads, results and stage data are deleted.')
param retentionDays object = {
  inputs: 7
  work: 7
  outputs: 30
}

var size = loadJsonContent('presets.json')[preset]
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = {
  'azd-env-name': environmentName
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: 'id-transvox-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    alertEmail: alertEmail
  }
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    sku: size.storageSku
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    retentionDays: retentionDays
  }
}

var image = empty(imageName) ? 'mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0' : '${registry.outputs.loginServer}/${imageName}'

module ai 'modules/engines.bicep' = if (engines == 'azure') {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    translatorModel: translatorModel
  }
}

module settings 'modules/settings.bicep' = {
  scope: group
  params: {
    mediaAccount: storage.outputs.mediaAccount
    taskHubAccount: storage.outputs.taskHubAccount
    identityClientId: identity.outputs.clientId
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    size: size
    authClientId: authClientId
    authTenantId: authTenantId
    engines: engines == 'azure' ? ai!.outputs.appSettings : {}
  }
}

module premium 'modules/premium.bicep' = if (hosting == 'premium') {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    size: size
    image: image
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    appSettings: settings.outputs.appSettings
    workspaceId: monitoring.outputs.workspaceId
    authClientId: authClientId
    authTenantId: authTenantId
  }
}

module gpu 'modules/gpu.bicep' = if (hosting == 'gpu') {
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    size: size
    image: image
    gpuProfile: gpuProfile
    identityId: identity.outputs.id
    appSettings: settings.outputs.appSettings
    workspaceName: monitoring.outputs.workspaceName
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    actionGroupId: monitoring.outputs.actionGroupId
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer
output TRANSVOX_APP_NAME string = hosting == 'premium' ? premium!.outputs.appName : gpu!.outputs.appName
output TRANSVOX_MEDIA_ACCOUNT string = storage.outputs.mediaAccount
output TRANSVOX_URL string = hosting == 'premium' ? premium!.outputs.url : gpu!.outputs.url

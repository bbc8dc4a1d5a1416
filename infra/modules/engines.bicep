// Recognition, translation and voices: one account of Azure AI services, opened by identity only.
param token string
param location string
param tags object
param principalId string
param workspaceId string

@description('Azure OpenAI model that translates instead of the Translator, as name:version; empty takes the Translator.')
param translatorModel string

// Cognitive Services User: calls all services of the account, and changes nothing about it.
var user = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'a97b65f3-24c7-4388-baec-2e87135dc908')
var name = 'ai-transvox-${token}'
var model = split('${translatorModel}:', ':')

resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: name
  location: location
  tags: tags
  kind: 'AIServices'
  sku: {
    name: 'S0'
  }
  properties: {
    // Tokens of an identity are taken under a name of its own only.
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

resource translator 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = if (!empty(translatorModel)) {
  parent: account
  name: 'translator'
  sku: {
    name: 'GlobalStandard'
    capacity: 50
  }
  properties: {
    model: {
      format: 'OpenAI'
      name: model[0]
      version: model[1]
    }
  }
}

resource use 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, user)
  properties: {
    roleDefinitionId: user
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'Audit'
        enabled: true
      }
    ]
  }
}

var speech = {
  engines__profile: 'azure'
  engines__settings__account: 'https://${name}.cognitiveservices.azure.com'
  engines__settings__resourceId: account.id
}
var chat = empty(translatorModel) ? {} : {
  engines__stages__Translate__engine: 'OpenAi'
  engines__stages__Translate__server__address: 'https://${name}.openai.azure.com/openai/v1'
  engines__stages__Translate__server__model: 'translator'
  engines__stages__Translate__server__tokenScope: 'https://cognitiveservices.azure.com/.default'
}

output appSettings object = union(speech, chat)

// Application settings, the same for both ways of hosting. None of them is a secret: storage, telemetry and the registry are
// opened by identity.
param mediaAccount string
param taskHubAccount string
param identityClientId string
param insightsConnectionString string
param size object
param authClientId string
param authTenantId string

@description('What the engines are told; empty leaves the embedded ones.')
param engines object

var suffix = environment().suffixes.storage
var media = {
  AzureWebJobsStorage__accountName: mediaAccount
  AzureWebJobsStorage__blobServiceUri: 'https://${mediaAccount}.blob.${suffix}'
  AzureWebJobsStorage__queueServiceUri: 'https://${mediaAccount}.queue.${suffix}'
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
}
var taskHub = {
  TaskHubStorage__accountName: taskHubAccount
  TaskHubStorage__blobServiceUri: 'https://${taskHubAccount}.blob.${suffix}'
  TaskHubStorage__queueServiceUri: 'https://${taskHubAccount}.queue.${suffix}'
  TaskHubStorage__tableServiceUri: 'https://${taskHubAccount}.table.${suffix}'
  TaskHubStorage__credential: 'managedidentity'
  TaskHubStorage__clientId: identityClientId
}
var host = {
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionName: 'TaskHubStorage'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount: string(size.partitionCount)
  AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: string(size.activitiesPerInstance)
  // Events arrive from Event Grid; the polling trigger is for the storage emulator.
  AzureWebJobs_VideoUploaded_Disabled: 'true'
  AzureWebJobs_VideoUploadedEvent_Disabled: 'false'
  // The service has a page of its own at /.
  AzureWebJobsDisableHomepage: 'true'
  // The front end's own limit on request bodies is below the size of a video; the API enforces the service's limit.
  FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '17179869184'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // The identity of DefaultAzureCredential, for the app's own storage clients.
  AZURE_CLIENT_ID: identityClientId
}
var service = {
  concurrency__max_global_jobs: string(size.max_global_jobs)
  concurrency__max_jobs_per_user: string(size.max_jobs_per_user)
  limits__max_queue_size: string(size.max_queue_size)
  // The page's content security policy lets it upload there.
  api__upload_origins__0: 'https://${mediaAccount}.blob.${suffix}'
}
var auth = empty(authClientId) ? {} : {
  WEBSITE_AUTH_AAD_ALLOWED_TENANTS: authTenantId
  // Bearer tokens of the same registration, for programs.
  api__oidc__authority: '${environment().authentication.loginEndpoint}${authTenantId}/v2.0'
  api__oidc__audience: authClientId
}

output appSettings object = union(media, taskHub, host, service, auth, engines)

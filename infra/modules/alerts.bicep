// Alerts over the app's own log catalogue. The names of events and fields are those of the code; tests/Functions.Tests compares
// them, so a renamed event cannot silence an alert.
param location string
param tags object
param insightsId string
param actionGroupId string

@description('Longest wait in seconds that is still normal.')
param maxWaitSeconds int = 3000

@description('Failed jobs within a quarter of an hour that are worth a look.')
param maxFailedJobs int = 3

var rules = loadJsonContent('../alerts.json')

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-03-15-preview' = [
  for item in rules: {
    name: 'transvox-${item.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: item.title
      description: item.description
      severity: item.severity
      enabled: true
      scopes: [
        insightsId
      ]
      evaluationFrequency: 'PT5M'
      windowSize: item.window
      criteria: {
        allOf: [
          {
            query: replace(replace(item.query, '{maxWaitSeconds}', string(maxWaitSeconds)), '{maxFailedJobs}', string(maxFailedJobs))
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: true
      actions: {
        actionGroups: [
          actionGroupId
        ]
      }
    }
  }
]

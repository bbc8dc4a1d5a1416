// The operator's page: queue depth, waits, slot use, stage durations, failures. Its content is workbook.json.
param location string
param tags object
param insightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'transvox-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'TransVox: jobs'
    category: 'workbook'
    sourceId: insightsId
    serializedData: loadTextContent('../workbook.json')
  }
}

output id string = workbook.id

// The dashboard, as a shared workbook over the app's telemetry. Its content is infra/workbook.json, editable in the portal.
param displayName string
param location string
param tags object
param applicationInsightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook's name is a GUID; this one stays the same from deployment to deployment.
  name: guid(applicationInsightsId, 'makedevice-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: displayName
    serializedData: loadTextContent('../workbook.json')
    sourceId: applicationInsightsId
  }
}

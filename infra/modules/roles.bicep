// What the app's identity may do: data of this one storage account and telemetry of this one component, nothing else.
// No role here can read a key, change a resource or grant a role.
param principalId string
param storageAccountName string
param applicationInsightsName string

var storageRoles = [
  {
    // The Functions host keeps its locks and function keys here; Microsoft documents Owner as its least role. The durable
    // engine and the job's own blobs would need Contributor only, which Owner contains.
    name: 'Storage Blob Data Owner'
    id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  }
  {
    // The durable engine's control and work-item queues.
    name: 'Storage Queue Data Contributor'
    id: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  }
  {
    // The durable engine's history and instances, and the host's diagnostic events.
    name: 'Storage Table Data Contributor'
    id: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  }
]

// Monitoring Metrics Publisher: sends telemetry with the identity, reads none.
var metricsPublisherId = '3913510d-42f4-4e42-8a64-420c390055eb'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource storageAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in storageRoles: {
    name: guid(account.id, principalId, role.id)
    scope: account
    properties: {
      description: role.name
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.id)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource telemetryAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, principalId, metricsPublisherId)
  scope: insights
  properties: {
    description: 'Monitoring Metrics Publisher'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisherId)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

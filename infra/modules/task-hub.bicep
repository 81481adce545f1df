// The Durable Task Scheduler with one task hub: keeps orchestrations in place of the storage account's queues and tables. Entered with the
// app's identity only; the scheduler knows no keys.
param name string
param location string
param tags object
param principalId string
@allowed(['Consumption', 'Dedicated'])
param skuName string
param ipAllowlist string[]

// Durable Task Data Contributor: reads and writes the hub's data, changes no resource.
var dataContributorId = '0ad04412-c4d5-4796-b79c-f76d14c8d402'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: skuName
    }
    ipAllowlist: ipAllowlist
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: 'makedevice'
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler.id, principalId, dataContributorId)
  scope: scheduler
  properties: {
    description: 'Durable Task Data Contributor'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataContributorId)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

output endpoint string = scheduler.properties.endpoint
output hubName string = hub.name

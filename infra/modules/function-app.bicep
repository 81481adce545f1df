// The Flex Consumption plan and the function app. Storage, deployment and telemetry all authenticate as the one identity.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageAccountName string
param deploymentContainerUri string
param jobContainerName string
param moduleContainerName string
param applicationInsightsName string
param instanceMemoryMB int
param maximumInstanceCount int
param httpConcurrency int
param alwaysReady array
param allowedOrigins array
param jobRetentionHours int
param maxRunningSeconds int
param maxActiveJobs int

// Empty: the app is in no virtual network.
param subnetId string

// Empty: orchestrations live in the storage account.
param schedulerEndpoint string
param schedulerHubName string

// An activity computes most of its time: two share a core, so that one can wait for its blobs. Beyond that the durable scale group grows,
// which the platform steers as one group by the length of its queues. 2048 MB are about one core.
var activitiesPerInstance = max(1, instanceMemoryMB / 1024)

// What one of them may take for routing, so that all fit; the rest is the process's own. A board that takes more is coarsened, or refused.
var routingMegabytes = max(100, min(600, (instanceMemoryMB - 400) / activitiesPerInstance))

// The host may end no activity before the job's own limit has stopped it and what was routed is kept: two minutes more.
var timeoutSeconds = maxRunningSeconds + 120
var functionTimeout = '${padLeft(string(timeoutSeconds / 3600), 2, '0')}:${padLeft(string((timeoutSeconds % 3600) / 60), 2, '0')}:${padLeft(string(timeoutSeconds % 60), 2, '0')}'

var schedulerSettings = empty(schedulerEndpoint) ? {} : {
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER'
  AzureFunctionsJobHost__extensions__durableTask__hubName: schedulerHubName
  // No secret: an address and the identity to enter it with.
  DURABLE_TASK_SCHEDULER: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReady
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(schedulerSettings, {
    AzureWebJobsStorage__accountName: storageAccountName
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    // DefaultAzureCredential in the app takes this identity, not whichever one the instance offers first.
    AZURE_CLIENT_ID: identityClientId
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    AzureFunctionsJobHost__functionTimeout: functionTimeout
    AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: string(activitiesPerInstance)
    MakeDevice__Container: jobContainerName
    // Empty: the packages that were deployed with the app.
    MakeDevice__Modules: empty(moduleContainerName) ? '' : 'blob:${moduleContainerName}'
    // The app answers CORS itself, because a page must read Location and Retry-After; the platform's own CORS would override it.
    MakeDevice__AllowedOrigins: join(allowedOrigins, ',')
    MakeDevice__RetentionHours: string(jobRetentionHours)
    MakeDevice__MaxRunningSeconds: string(maxRunningSeconds)
    MakeDevice__MaxActiveJobs: string(maxActiveJobs)
    MakeDevice__RoutingMegabytes: string(routingMegabytes)
  })
}

// No user name and password for publishing: deployment is by identity too.
resource ftpCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource scmCredentials 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName

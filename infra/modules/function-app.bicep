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

// An activity computes for some milliseconds and waits for blobs for some tens: several share a core. Beyond that the durable scale
// group grows, which the platform steers as one group by the length of its queues.
var activitiesPerInstance = max(4, instanceMemoryMB / 512)

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
  properties: {
    AzureWebJobsStorage__accountName: storageAccountName
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    // DefaultAzureCredential in the app takes this identity, not whichever one the instance offers first.
    AZURE_CLIENT_ID: identityClientId
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: string(activitiesPerInstance)
    // Spans of the durable engine: every orchestration and activity with the time it was scheduled and the time it ran.
    AzureFunctionsJobHost__extensions__durableTask__tracing__distributedTracingEnabled: 'true'
    AzureFunctionsJobHost__extensions__durableTask__tracing__version: 'V2'
    MakeDevice__Container: jobContainerName
    // Empty: the packages that were deployed with the app.
    MakeDevice__Modules: empty(moduleContainerName) ? '' : 'blob:${moduleContainerName}'
    // The app answers CORS itself, because a page must read Location and Retry-After; the platform's own CORS would override it.
    MakeDevice__AllowedOrigins: join(allowedOrigins, ',')
    MakeDevice__RetentionHours: string(jobRetentionHours)
    MakeDevice__MaxRunningSeconds: string(maxRunningSeconds)
  }
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

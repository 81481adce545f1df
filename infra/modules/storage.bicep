// The storage account: the Functions host's own blobs, the durable engine's queues and tables, the jobs, the module packages.
// No shared key, no anonymous blob, no plain http: every access carries an identity.
param name string
param location string
param tags object
param jobBlobDays int
param deployModuleContainer bool

// No way in from the internet, for an identity either: private endpoints alone (network.bicep).
param isPrivate bool

var deploymentContainerName = 'app-package'
var jobContainerName = 'makedevice-jobs'
var modulesContainerName = 'makedevice-modules'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: isPrivate ? 'None' : 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // A wrongly deleted package or deployment can be brought back for a week.
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource deploymentContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: deploymentContainerName
  properties: {
    publicAccess: 'None'
  }
}

resource jobContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: jobContainerName
  properties: {
    publicAccess: 'None'
  }
}

resource moduleContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = if (deployModuleContainer) {
  parent: blobs
  name: modulesContainerName
  properties: {
    publicAccess: 'None'
  }
}

// The app's timer purges jobs by the hour; this rule catches what it cannot, such as the blobs of an app that was deleted.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'delete-old-jobs'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${jobContainerName}/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: jobBlobDays
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

output name string = account.name
output deploymentContainerUri string = '${account.properties.primaryEndpoints.blob}${deploymentContainer.name}'
output jobContainerName string = jobContainer.name
output moduleContainerName string = deployModuleContainer ? modulesContainerName : ''

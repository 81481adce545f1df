// One environment of MakeDevice.Functions: the function app on Flex Consumption, its storage, its identity and what watches it.
// Deploy into an existing resource group; infra/README.md has the commands and the source of every API version used here.
targetScope = 'resourceGroup'

@description('Short name of the environment; part of every resource name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region of every resource. It must offer Flex Consumption.')
param location string = resourceGroup().location

@description('Memory of one instance. Flex Consumption gives CPU in proportion: 2048 MB is about one core.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances that one scale group (HTTP, Durable) may reach. It bounds what a flood of jobs can cost.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('HTTP requests that one instance answers at the same time before another instance is started.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 100

@description('Instances kept warm, by scale group, for instance [{ name: \'http\', instanceCount: 1 }]. Billed while idle.')
param alwaysReady alwaysReadyGroup[] = []

@description('Origins of the front ends that may call the service from a browser, each as scheme://host[:port].')
param allowedOrigins string[]

@description('Hours after which the app\'s own timer purges a finished job.')
@minValue(1)
@maxValue(720)
param jobRetentionHours int = 24

@description('Seconds after which a job that still runs is ended with an error.')
@minValue(30)
@maxValue(3600)
param maxRunningSeconds int = 600

@description('Jobs that may wait or run at a time; a start beyond them is answered with 429.')
@minValue(1)
param maxActiveJobs int = 500

@description('Keep orchestrations in the Durable Task Scheduler instead of the storage account. infra/README.md says when, and what the app must be built with.')
param useDurableTaskScheduler bool = false

@description('Billing of the scheduler: by action, or reserved capacity.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Addresses (CIDR) that may reach the scheduler, identities apart. An app on Flex Consumption without a virtual network has no fixed address.')
param schedulerIpAllowlist string[] = ['0.0.0.0/0']

@description('Days after which storage deletes the blobs of a job by itself: the net below the app\'s timer.')
@minValue(2)
@maxValue(60)
param jobBlobDays int = 3

@description('Make a blob container for module packages. Without it, packages come with the deployed app.')
param deployModuleContainer bool = true

@description('Take the storage account off the internet: a virtual network with private endpoints for blobs, queues and tables, and the app in it. Packages are then uploaded from inside that network.')
param usePrivateStorage bool = false

@description('Addresses (CIDR, /22 or wider) of that network; they must not meet those of networks it is peered with.')
param networkAddressPrefix string = '10.71.0.0/22'

@description('Resource ids of the action groups that an alert notifies.')
param actionGroupIds string[] = []

@description('Days that logs and telemetry are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of telemetry a day after which ingestion stops: the ceiling of the telemetry bill.')
@minValue(1)
param dailyTelemetryGb int = 1

param tags object = {
  application: 'makedevice-functions'
  environment: environmentName
}

@description('A scale group of Flex Consumption and how many of its instances stay warm.')
type alwaysReadyGroup = {
  name: string
  @minValue(0)
  instanceCount: int
}

var suffix = uniqueString(resourceGroup().id, environmentName)
var baseName = 'makedevice-${environmentName}'
var storageAccountName = take('md${toLower(replace(environmentName, '-', ''))}${suffix}', 24)
var appName = '${baseName}-${suffix}'

module identity 'modules/identity.bicep' = {
  params: {
    name: 'id-${baseName}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: baseName
    location: location
    tags: tags
    retentionInDays: logRetentionDays
    dailyTelemetryGb: dailyTelemetryGb
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: storageAccountName
    location: location
    tags: tags
    jobBlobDays: jobBlobDays
    deployModuleContainer: deployModuleContainer
    isPrivate: usePrivateStorage
  }
}

module network 'modules/network.bicep' = if (usePrivateStorage) {
  params: {
    name: baseName
    location: location
    tags: tags
    addressPrefix: networkAddressPrefix
    storageAccountName: storage.outputs.name
  }
}

module roles 'modules/roles.bicep' = {
  params: {
    principalId: identity.outputs.principalId
    storageAccountName: storage.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
  }
}

module taskHub 'modules/task-hub.bicep' = if (useDurableTaskScheduler) {
  params: {
    name: take('md-${environmentName}-${suffix}', 64)
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    skuName: schedulerSku
    ipAllowlist: schedulerIpAllowlist
  }
}

module app 'modules/function-app.bicep' = {
  params: {
    name: appName
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainerUri: storage.outputs.deploymentContainerUri
    jobContainerName: storage.outputs.jobContainerName
    moduleContainerName: storage.outputs.moduleContainerName
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    httpConcurrency: httpConcurrency
    alwaysReady: alwaysReady
    allowedOrigins: allowedOrigins
    jobRetentionHours: jobRetentionHours
    maxRunningSeconds: maxRunningSeconds
    maxActiveJobs: maxActiveJobs
    subnetId: network.?outputs.appSubnetId ?? ''
    schedulerEndpoint: taskHub.?outputs.endpoint ?? ''
    schedulerHubName: taskHub.?outputs.hubName ?? ''
  }
  // The host reads its storage while it starts: without the roles the first start fails.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: baseName
    location: location
    tags: tags
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    actionGroupIds: actionGroupIds
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    displayName: 'MakeDevice ${environmentName}'
    location: location
    tags: tags
    applicationInsightsId: monitoring.outputs.applicationInsightsId
  }
}

@description('Name of the function app: what `func azure functionapp publish` and `az functionapp` take.')
output functionAppName string = app.outputs.name

@description('Host name of the service, without a scheme.')
output hostName string = app.outputs.hostName

@description('Base address a front end of the modern API prefixes to /jobs and /health.')
output apiBaseUrl string = 'https://${app.outputs.hostName}/api'

@description('Base address of the three front-end-compatible endpoints (/routingStart, /routingProgress, /pcbArtifact).')
output compatibleBaseUrl string = 'https://${app.outputs.hostName}'

@description('Origins that the service answers from a browser.')
output allowedOrigins string[] = allowedOrigins

@description('Storage account of jobs and packages; upload module packages here.')
output storageAccountName string = storage.outputs.name

@description('Container of module packages; empty where packages come with the app.')
output moduleContainerName string = storage.outputs.moduleContainerName

using 'main.bicep'

param environmentName = 'dev'

// The front ends that may call from a browser. No wildcard: it would let any page spend this subscription's money.
param allowedOrigins = [
  'https://makedevice.example'
  'http://localhost:3000'
]

param instanceMemoryMB = 2048
param maximumInstanceCount = 40
param alwaysReady = []
param jobRetentionHours = 24
param jobBlobDays = 3
param actionGroupIds = []

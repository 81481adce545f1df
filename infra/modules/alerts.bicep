// Three alerts over the app's telemetry. Each query gives one row; the rule fires when its column `value` passes the threshold.
param name string
param location string
param tags object
param applicationInsightsId string
param actionGroupIds array

@description('Failed invocations, percent of all, over a quarter of an hour.')
param errorRatePercent int = 5

@description('95th percentile of a whole job in seconds, over a quarter of an hour.')
param jobSecondsP95 int = 60

@description('Longest wait of an activity between scheduled and started in seconds, over five minutes.')
param queueSeconds int = 30

// The durable engine's tracing (V2, switched on in function-app.bicep) writes one request `orchestration:RouteBoard` for each ended job,
// one request `activity:NAME` for each activity run and one dependency of the same name from scheduled to completed.
var rules = [
  {
    key: 'error-rate'
    title: 'Error rate'
    description: 'More than ${errorRatePercent} % of at least 20 invocations failed within 15 minutes. Runbook: docs/operations.md.'
    severity: 1
    query: loadTextContent('../queries/error-rate.kql')
    threshold: errorRatePercent
    window: 'PT15M'
  }
  {
    key: 'job-time'
    title: 'Job time p95'
    description: 'The slowest twentieth of the jobs took more than ${jobSecondsP95} s within 15 minutes. Runbook: docs/operations.md.'
    severity: 2
    query: loadTextContent('../queries/job-time.kql')
    threshold: jobSecondsP95
    window: 'PT15M'
  }
  {
    key: 'queue-age'
    title: 'Queue age'
    description: 'An activity waited more than ${queueSeconds} s in its queue: the scale group is at its limit. Runbook: docs/operations.md.'
    severity: 2
    query: loadTextContent('../queries/queue-age.kql')
    threshold: queueSeconds
    window: 'PT5M'
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-${name}-${rule.key}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'MakeDevice ${name}: ${rule.title}'
      description: rule.description
      enabled: true
      severity: rule.severity
      scopes: [applicationInsightsId]
      evaluationFrequency: 'PT5M'
      windowSize: rule.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Maximum'
            metricMeasureColumn: 'value'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: actionGroupIds
      }
    }
  }
]

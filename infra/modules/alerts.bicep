// Three alerts over the app's telemetry. Each query gives one row an interval; the rule fires when its column passes the threshold.
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

var rules = [
  {
    key: 'error-rate'
    title: 'Error rate'
    description: 'More than ${errorRatePercent} % of at least 20 function invocations failed within 15 minutes. Runbook: docs/operations.md.'
    severity: 1
    query: 'requests | summarize total = count(), failed = countif(success == false) | where total >= 20 | project value = 100.0 * failed / total'
    threshold: errorRatePercent
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    key: 'job-time'
    title: 'Job time p95'
    description: 'The slowest twentieth of the jobs took more than ${jobSecondsP95} s within 15 minutes.'
    severity: 2
    query: 'customMetrics | where name == "makedevice.job.duration" | summarize value = percentile(valueSum / valueCount, 95)'
    threshold: jobSecondsP95
    window: 'PT15M'
    frequency: 'PT5M'
  }
  {
    key: 'queue-age'
    title: 'Queue age'
    description: 'An activity waited more than ${queueSeconds} s in its queue: the scale group is at its limit or a message is stuck.'
    severity: 2
    query: 'customMetrics | where name == "makedevice.activity.queue_time" | summarize value = max(valueMax)'
    threshold: queueSeconds
    window: 'PT5M'
    frequency: 'PT5M'
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
      evaluationFrequency: rule.frequency
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

using DurableTask.Core;
using MakeDevice.Functions.Jobs;
using Microsoft.Data.Sqlite;

namespace MakeDevice.Hub;

/// <summary>The summary of an instance, as the file has it. One that cannot be read is an instance that has failed: neither unknown nor running for ever.</summary>
internal static class StoredState
{
    public const string Columns = "id, execution, born, status, state";

    /// <summary>Statuses of instances that have ended, as SQL lists them.</summary>
    public const string Ended = "(1, 3, 4, 5)"; // completed, failed, cancelled, terminated

    private const string UnknownName = "Unknown";

    /// <param name="row">Of <see cref="Columns"/>.</param>
    public static OrchestrationState Read(SqliteDataReader row)
    {
        try
        {
            return ReadWhole(row);
        }
        catch (InvalidDataException damage)
        {
            return Damaged(Convert.ToString(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!, damage.Message);
        }
    }

    /// <exception cref="InvalidDataException">The record cannot be read, or its parts do not belong together.</exception>
    public static OrchestrationState ReadWhole(SqliteDataReader row) => DamageTo.Read(() =>
    {
        OrchestrationState state = HistoryJson.Read<OrchestrationState>(row.GetString(4));
        DamageTo.Unless(state.OrchestrationInstance?.InstanceId == row.GetString(0), "the summary is another instance's");
        DamageTo.Unless(state.OrchestrationStatus == (OrchestrationStatus)row.GetInt32(3), "summary and status differ");
        DamageTo.Unless(!string.IsNullOrEmpty(state.Name), "the summary names no orchestrator");
        return state;
    });

    /// <summary>The summary of an instance of which nothing can be believed any more.</summary>
    public static OrchestrationState Damaged(string id, string error)
    {
        DateTime now = DateTime.UtcNow;
        return new OrchestrationState
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = id, ExecutionId = "" },
            Name = UnknownName,
            OrchestrationStatus = OrchestrationStatus.Failed,
            CreatedTime = now,
            LastUpdatedTime = now,
            CompletedTime = now,
            Output = $"{DamagedRecord.Code} error={error}",
            FailureDetails = new FailureDetails(DamagedRecord.Code, error, null, null, true),
        };
    }
}

namespace Microsoft.DurableTask
{
    /// <summary>A failure as data: what is kept of an exception that crossed a durable boundary.</summary>
    public record TaskFailureDetails(
        string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
    {
        public override string ToString() => $"{ErrorType}: {ErrorMessage}";

        /// <summary>Whether the failure was an exception of that type or one derived from it.</summary>
        public bool IsCausedBy<T>()
            where T : Exception => IsCausedBy(typeof(T));

        /// <inheritdoc cref="IsCausedBy{T}"/>
        public bool IsCausedBy(Type targetBaseExceptionType)
        {
            if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
            {
                throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
            }

            return !string.IsNullOrEmpty(ErrorType) && Load(targetBaseExceptionType) is { } type && targetBaseExceptionType.IsAssignableFrom(type);
        }

        public static TaskFailureDetails FromException(Exception exception) => new(
            exception.GetType().ToString(),
            exception.Message,
            exception.StackTrace,
            exception switch
            {
                TaskFailedException failed => failed.FailureDetails,
                { InnerException: { } inner } => FromException(inner),
                _ => null,
            },
            null);

        private Type? Load(Type target) =>
            Type.GetType(ErrorType, throwOnError: false)
            ?? target.Assembly.GetType(ErrorType, throwOnError: false)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(ErrorType, throwOnError: false)).FirstOrDefault(t => t is not null);
    }

    /// <summary>An activity or sub-orchestration failed.</summary>
    public sealed class TaskFailedException : Exception
    {
        public TaskFailedException(string taskName, int taskId, Exception innerException)
            : base(MessageFor(taskName, taskId, innerException.Message), innerException)
        {
            TaskName = taskName;
            TaskId = taskId;
            FailureDetails = TaskFailureDetails.FromException(innerException);
        }

        public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
            : base(MessageFor(taskName, taskId, failureDetails.ErrorMessage))
        {
            TaskName = taskName;
            TaskId = taskId;
            FailureDetails = failureDetails;
        }

        public string TaskName { get; }

        public int TaskId { get; }

        public TaskFailureDetails FailureDetails { get; }

        private static string MessageFor(string taskName, int taskId, string reason) =>
            $"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {reason}";
    }
}

namespace DurableTask.Core.Exceptions
{
    /// <summary>An instance of that id exists and is in a state in which it is not replaced.</summary>
    public class OrchestrationAlreadyExistsException : Exception
    {
        public OrchestrationAlreadyExistsException()
        {
        }

        public OrchestrationAlreadyExistsException(string message)
            : base(message)
        {
        }

        public OrchestrationAlreadyExistsException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}

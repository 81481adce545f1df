namespace MakeDevice.Local.Durable;

/// <summary>An orchestrator decided otherwise than its history says.</summary>
internal sealed class NonDeterminismException(string message) : Exception("Non-deterministic orchestrator: " + message);

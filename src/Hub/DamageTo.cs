namespace MakeDevice.Hub;

/// <summary>How damage to a record shows itself: whatever a reader throws at what nobody has written so is one kind of exception.</summary>
internal static class DamageTo
{
    /// <exception cref="InvalidDataException">The record is not as this program writes it.</exception>
    public static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damage) when (damage is InvalidCastException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"a record cannot be read ({damage.GetType().Name})", damage);
        }
    }

    /// <exception cref="InvalidDataException">It is not so.</exception>
    public static void Unless(bool isWhole, string damage)
    {
        if (!isWhole)
        {
            throw new InvalidDataException(damage);
        }
    }
}

using System.Globalization;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// A schedule as timers have it: NCRONTAB with six fields (second, minute, hour, day, month, weekday; five without seconds), each a list of
/// <c>*</c>, numbers, names, ranges and steps; or a time span. Times are UTC, as in Azure. Day and weekday must both match.
/// </summary>
internal sealed class Ncrontab
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly TimeSpan? _interval;
    private readonly bool[][] _fields = [];

    /// <exception cref="FormatException">The text is no schedule.</exception>
    public Ncrontab(string text)
    {
        string[] parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 1 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan interval) && interval > TimeSpan.Zero)
        {
            _interval = interval;
            return;
        }

        if (parts.Length is not (5 or 6))
        {
            throw new FormatException($"'{text}' is neither an NCRONTAB expression of five or six fields nor a time span.");
        }

        string[] six = parts.Length == 6 ? parts : ["0", .. parts];
        _fields =
        [
            Field(six[0], 0, 59, []), Field(six[1], 0, 59, []), Field(six[2], 0, 23, []),
            Field(six[3], 1, 31, []), Field(six[4], 1, 12, Months), Weekdays(six[5]),
        ];
    }

    /// <summary>The first time after <paramref name="utc"/>; null where there is none within eight years (30 February).</summary>
    public DateTime? Next(DateTime utc)
    {
        if (_interval is { } interval)
        {
            return utc + interval;
        }

        DateTime time = new DateTime(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, utc.Second, DateTimeKind.Utc).AddSeconds(1);
        DateTime limit = time.AddYears(8);
        while (time < limit)
        {
            if (!_fields[4][time.Month])
            {
                time = new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1);
            }
            else if (!_fields[3][time.Day] || !_fields[5][(int)time.DayOfWeek])
            {
                time = time.Date.AddDays(1);
            }
            else if (!_fields[2][time.Hour])
            {
                time = time.Date.AddHours(time.Hour + 1);
            }
            else if (!_fields[1][time.Minute])
            {
                time = time.Date.AddMinutes((time.Hour * 60) + time.Minute + 1);
            }
            else if (!_fields[0][time.Second])
            {
                time = time.AddSeconds(1);
            }
            else
            {
                return time;
            }
        }

        return null;
    }

    /// <summary>7 is Sunday as 0 is.</summary>
    private static bool[] Weekdays(string text)
    {
        bool[] days = Field(text, 0, 7, Days);
        days[0] |= days[7];
        return days;
    }

    private static bool[] Field(string text, int low, int high, string[] names)
    {
        bool[] allowed = new bool[high + 1];
        foreach (string item in text.Split(','))
        {
            string[] stepped = item.Split('/');
            int step = stepped.Length == 2 ? Number(stepped[1], 1, int.MaxValue, []) : 1;
            (int from, int to) = Range(stepped[0], stepped.Length == 2, low, high, names);
            if (stepped.Length > 2 || from > to)
            {
                throw new FormatException($"'{item}' is no field of a schedule.");
            }

            for (long value = from; value <= to; value += step)
            {
                allowed[value] = true;
            }
        }

        return allowed;
    }

    private static (int From, int To) Range(string text, bool hasStep, int low, int high, string[] names)
    {
        string[] ends = text.Split('-');
        return ends switch
        {
            ["*"] => (low, names == Days ? 6 : high),
            [var single] => (Number(single, low, high, names), hasStep ? high : Number(single, low, high, names)),
            [var first, var last] => (Number(first, low, high, names), Number(last, low, high, names)),
            _ => throw new FormatException($"'{text}' is no range."),
        };
    }

    private static int Number(string text, int low, int high, string[] names)
    {
        int named = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        int value = named >= 0 ? named + (names == Months ? 1 : 0)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) ? parsed
            : throw new FormatException($"'{text}' is no number.");
        return value >= low && value <= high ? value : throw new FormatException($"'{text}' is not within {low} to {high}.");
    }
}

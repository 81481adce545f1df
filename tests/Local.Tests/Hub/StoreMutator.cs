using System.Globalization;
using MakeDevice.Hub;

namespace Local.Tests.Hub;

/// <summary>Damages a hub's file in one of the ways in which disks, copies and people do; the same seed, the same damage.</summary>
internal sealed class StoreMutator(string path, int seed)
{
    private static readonly string[] Tables = ["instances", "history", "messages", "activities"];

    private readonly Random _random = new(seed);

    /// <summary>Says what it has done.</summary>
    public string Damage()
    {
        (string Name, Action Do)[] ways =
        [
            ("bits flipped", () => Bytes(FlipBits)),
            ("a page of zeros", () => Bytes(bytes => Array.Clear(bytes, Page(bytes) * PageSize(bytes), PageSize(bytes)))),
            ("two pages swapped", () => Bytes(SwapPages)),
            ("cut", () => WriteBytes(bytes => bytes[.._random.Next(bytes.Length)])),
            ("cut after a page", () => WriteBytes(bytes => bytes[..(Page(bytes) * PageSize(bytes))])),
            ("garbage", () => Bytes(bytes => _random.NextBytes(bytes.AsSpan(0, _random.Next(1, bytes.Length))))),
            ("something behind the end", () => WriteBytes(bytes => [.. bytes, .. new byte[_random.Next(1, 9000)]])),
            ("another version", () => Sql($"PRAGMA user_version = {(_random.Next(2) == 0 ? 0 : 7)}")),
            ("a record cut", () => Record("substr(X, 1, abs(random()) % length(X))")),
            ("a record of garbage", () => Record("'~' || X")),
            ("a record of bytes", () => Record("CAST(X AS BLOB) || x'00FF'")),
            ("a letter of a record", LetterOfRecord),
            ("a record lost", LoseRecord),
            ("a record of another's", () => Set("instance", $"'nobody-{seed}'", Tables[1..])),
            ("another status", () => Set("status", _random.Next(-1, 99).ToString(CultureInfo.InvariantCulture), Tables[..1])),
            ("another type", () => Set("type", _random.Next(-1, 40).ToString(CultureInfo.InvariantCulture), Tables[1..])),
            ("another execution", () => Set("execution", "'00'", ["instances", "messages", "activities"])),
            ("a day that is none", () => Set("born", "-5", Tables[..1])),
        ];
        (string name, Action make) = ways[seed % ways.Length];
        make();
        return name;
    }

    private void FlipBits(byte[] bytes)
    {
        int page = Page(bytes) * PageSize(bytes);
        for (int i = 0; i < 16; i++)
        {
            bytes[page + _random.Next(PageSize(bytes))] ^= (byte)(1 << _random.Next(8));
        }
    }

    private void SwapPages(byte[] bytes)
    {
        int size = PageSize(bytes);
        (int a, int b) = (Page(bytes) * size, Page(bytes) * size);
        byte[] one = bytes[a..(a + size)];
        bytes.AsSpan(b, size).CopyTo(bytes.AsSpan(a));
        one.CopyTo(bytes.AsSpan(b));
    }

    /// <summary>The text column of a record.</summary>
    private static string TextOf(string table) => table == "instances" ? "state" : "event";

    private void Record(string expression)
    {
        string table = NonEmpty(Tables);
        Set(TextOf(table), expression.Replace("X", TextOf(table), StringComparison.Ordinal), [table]);
    }

    private void LetterOfRecord()
    {
        string table = NonEmpty(Tables);
        string text = TextOf(table);
        int place = _random.Next(1, 300);
        Set(text, $"substr({text}, 1, {place}) || '{(char)_random.Next('A', 'z')}' || substr({text}, {place + 2})", [table]);
    }

    private void LoseRecord()
    {
        string table = NonEmpty(Tables);
        Sql($"DELETE FROM {table} WHERE {Row(table)}");
    }

    private void Set(string column, string value, string[] tables)
    {
        string table = NonEmpty(tables);
        Sql($"UPDATE OR REPLACE {table} SET {column} = {value} WHERE {Row(table)}");
    }

    private string Row(string table)
    {
        using HubConnection file = new(path);
        long row = _random.NextInt64(file.Number($"SELECT count(*) FROM {table}"));
        return table switch
        {
            "instances" => $"id = (SELECT id FROM instances LIMIT 1 OFFSET {row})",
            "history" => $"(instance, number) = (SELECT instance, number FROM history LIMIT 1 OFFSET {row})",
            _ => $"number = (SELECT number FROM {table} LIMIT 1 OFFSET {row})",
        };
    }

    private string NonEmpty(string[] tables)
    {
        using HubConnection file = new(path);
        string[] some = [.. tables.Where(table => file.Number($"SELECT count(*) FROM {table}") > 0)];
        return some[_random.Next(some.Length)];
    }

    private void Sql(string statement)
    {
        using HubConnection file = new(path);
        file.Execute(statement);
    }

    private void Bytes(Action<byte[]> change) => WriteBytes(bytes =>
    {
        change(bytes);
        return bytes;
    });

    private void WriteBytes(Func<byte[], byte[]> change) => File.WriteAllBytes(path, change(File.ReadAllBytes(path)));

    private int Page(byte[] bytes) => _random.Next(bytes.Length / PageSize(bytes));

    /// <summary>Of the file's header, bytes 16 and 17 (SQLite file format, 1.3).</summary>
    private static int PageSize(byte[] bytes) => (bytes[16] << 8) | bytes[17];
}

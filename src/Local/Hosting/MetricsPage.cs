using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// <c>/metrics</c> in Prometheus' text form (exposition format 0.0.4) from this process's instruments: those of the host, the engine and the
/// functions, and the runtime's own (GC, thread pool, CPU, memory). Histograms are shown as summaries with p50, p95 and p99.
/// </summary>
internal sealed class MetricsPage : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>More series than this of one instrument are counted together, so that a hostile tag cannot fill memory.</summary>
    private const int MostSeries = 500;

    private static readonly double[] Quantiles = [0.5, 0.95, 0.99];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _series = new();

    public MetricsPage()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "System.Runtime" || instrument.Meter.Name.StartsWith("MakeDevice", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public string Render()
    {
        _listener.RecordObservableInstruments();
        StringBuilder page = new();
        foreach ((Instrument instrument, ConcurrentDictionary<string, Series> series) in _series.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            Write(page, instrument, series);
        }

        return page.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        ConcurrentDictionary<string, Series> all = _series.GetOrAdd(instrument, _ => new ConcurrentDictionary<string, Series>(StringComparer.Ordinal));
        ConcurrentDictionary<string, Series>.AlternateLookup<ReadOnlySpan<char>> lookup = all.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[256];
        ReadOnlySpan<char> labels = Labels(tags, buffer);
        if (!lookup.TryGetValue(labels, out Series? series))
        {
            string key = all.Count < MostSeries ? labels.ToString() : "other=\"true\"";
            series = all.GetOrAdd(key, _ => new Series());
        }

        series.Record(instrument, value);
    }

    /// <summary>Tags as labels, cut where they are too long for the buffer.</summary>
    private static ReadOnlySpan<char> Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags, Span<char> buffer)
    {
        int length = 0;
        foreach ((string name, object? value) in tags)
        {
            string text = value switch { string s => s, null => "", _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" };
            if (length + name.Length + text.Length + 4 > buffer.Length)
            {
                break;
            }

            if (length > 0)
            {
                buffer[length++] = ',';
            }

            foreach (char c in name)
            {
                buffer[length++] = char.IsAsciiLetterOrDigit(c) ? c : '_';
            }

            buffer[length++] = '=';
            buffer[length++] = '"';
            foreach (char c in text)
            {
                buffer[length++] = c is '"' or '\\' || char.IsControl(c) ? '_' : c;
            }

            buffer[length++] = '"';
        }

        return buffer[..length];
    }

    private static void Write(StringBuilder page, Instrument instrument, ConcurrentDictionary<string, Series> all)
    {
        string name = Name(instrument);
        string type = Kind(instrument) switch { "Histogram" => "summary", "Counter" => "counter", _ => "gauge" };
        if (instrument.Description is { Length: > 0 } description)
        {
            page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {OneLine(description)}\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        foreach ((string labels, Series series) in all.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (type != "summary")
            {
                Line(page, name, labels, "", series.Value);
                continue;
            }

            foreach (double quantile in Quantiles)
            {
                Line(page, name, labels, string.Create(CultureInfo.InvariantCulture, $"quantile=\"{quantile}\""), series.Values.Quantile(quantile));
            }

            Line(page, name + "_sum", labels, "", series.Values.Sum);
            Line(page, name + "_count", labels, "", series.Values.Count);
        }
    }

    private static void Line(StringBuilder page, string name, string labels, string more, double value)
    {
        string all = labels.Length == 0 || more.Length == 0 ? labels + more : $"{labels},{more}";
        page.Append(name);
        if (all.Length > 0)
        {
            page.Append('{').Append(all).Append('}');
        }

        page.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>A help text escapes backslashes and line ends.</summary>
    private static string OneLine(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Prometheus' name of an instrument: underscores, the unit and, for counters, <c>_total</c> at its end.</summary>
    private static string Name(Instrument instrument)
    {
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        string total = Kind(instrument) == "Counter" ? "_total" : "";
        return string.Concat(instrument.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')) + unit + total;
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" or "ObservableCounter`1" => "Counter",
        "Histogram`1" => "Histogram",
        _ => "Gauge",
    };

    private sealed class Series
    {
        private double _value;
        private LatencyHistogram? _values;

        public double Value => Volatile.Read(ref _value);

        public LatencyHistogram Values => _values ?? Interlocked.CompareExchange(ref _values, new LatencyHistogram(), null) ?? _values;

        public void Record(Instrument instrument, double value)
        {
            if (Kind(instrument) == "Histogram")
            {
                Values.Record(value);
            }
            else if (instrument.IsObservable)
            {
                Volatile.Write(ref _value, value);
            }
            else
            {
                Add(value);
            }
        }

        private void Add(double value)
        {
            double before;
            do
            {
                before = Volatile.Read(ref _value);
            }
            while (Interlocked.CompareExchange(ref _value, before + value, before) != before);
        }
    }
}

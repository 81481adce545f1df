namespace MakeDevice.Routing.Gerber;

/// <summary>Writes attribute commands, and of a changing set only what changed.</summary>
internal static class AttributeWriter
{
    /// <summary>Writes one command, for instance <c>%TO.N,GND*%</c>.</summary>
    /// <param name="command">TF, TA or TO.</param>
    public static void Write(GerberText text, ReadOnlySpan<byte> command, GerberAttribute attribute)
    {
        text.Add("%"u8);
        text.Add(command);
        WriteFields(text, attribute);
        text.Add("*%\n"u8);
    }

    /// <summary>Name and values, without the command.</summary>
    public static void WriteFields(GerberText text, GerberAttribute attribute)
    {
        text.AddField(attribute.Name);
        foreach (var value in attribute.Values)
        {
            text.Add(","u8);
            text.AddField(value);
        }
    }

    /// <summary>Goes from one set to another.</summary>
    /// <param name="alone">True where no other attributes are in force, so that a bare TD may clear the set.</param>
    public static void Change(GerberText text, ReadOnlySpan<byte> command, AttributeSet from, AttributeSet to, bool alone)
    {
        if (from.Items.Items == to.Items.Items)
        {
            return;
        }

        if (alone && to.Items.Count == 0)
        {
            text.Add("%TD*%\n"u8);
            return;
        }

        foreach (var old in from.Items)
        {
            if (Find(to, old.Name) is null)
            {
                text.Add("%TD"u8);
                text.AddField(old.Name);
                text.Add("*%\n"u8);
            }
        }

        foreach (var item in to.Items)
        {
            if (!item.Equals(Find(from, item.Name)))
            {
                Write(text, command, item);
            }
        }
    }

    private static GerberAttribute? Find(AttributeSet set, string name)
    {
        foreach (var item in set.Items)
        {
            if (item.Name == name)
            {
                return item;
            }
        }

        return null;
    }
}

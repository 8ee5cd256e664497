using System.Buffers;
using System.Text;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>
/// Lays JSON out for reading and back, changing nothing but the blanks between values: numbers keep their zeros and texts their escapes,
/// so that what a person did not touch is sent as it was.
/// </summary>
internal static class JsonLines
{
    /// <summary>A value a line, indented by two blanks.</summary>
    /// <param name="json">Sound JSON in UTF-8.</param>
    public static string Indent(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(Write(json, isIndented: true));

    /// <summary>Without blanks between values.</summary>
    /// <param name="json">Sound JSON in UTF-8.</param>
    public static byte[] Compact(ReadOnlySpan<byte> json) => Write(json, isIndented: false).ToArray();

    private static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> json, bool isIndented)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 256);
        var depth = 0;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            switch (c)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    break;
                case (byte)'"':
                    var end = EndOfText(json, i);
                    output.Write(json[i..end]);
                    i = end - 1;
                    break;
                case (byte)'{' or (byte)'[':
                    Put(output, c);
                    var next = NextSign(json, i + 1);
                    if (next < json.Length && json[next] is (byte)'}' or (byte)']')
                    {
                        Put(output, json[next]);
                        i = next;
                        break;
                    }

                    Break(output, ++depth, isIndented);
                    break;
                case (byte)'}' or (byte)']':
                    Break(output, --depth, isIndented);
                    Put(output, c);
                    break;
                case (byte)',':
                    Put(output, c);
                    Break(output, depth, isIndented);
                    break;
                case (byte)':' when isIndented:
                    output.Write(": "u8);
                    break;
                default:
                    Put(output, c);
                    break;
            }
        }

        return output.WrittenSpan;
    }

    private static int EndOfText(ReadOnlySpan<byte> json, int start)
    {
        for (var i = start + 1; i < json.Length; i++)
        {
            if (json[i] == '\\')
                i++;
            else if (json[i] == '"')
                return i + 1;
        }

        return json.Length;
    }

    private static int NextSign(ReadOnlySpan<byte> json, int start)
    {
        while (start < json.Length && json[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            start++;
        return start;
    }

    private static void Put(ArrayBufferWriter<byte> output, byte sign)
    {
        output.GetSpan(1)[0] = sign;
        output.Advance(1);
    }

    private static void Break(ArrayBufferWriter<byte> output, int depth, bool isIndented)
    {
        if (!isIndented)
            return;
        var length = 1 + (2 * Math.Max(depth, 0));
        var line = output.GetSpan(length)[..length];
        line.Fill((byte)' ');
        line[0] = (byte)'\n';
        output.Advance(length);
    }
}

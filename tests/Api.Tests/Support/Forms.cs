using System.Net.Http.Headers;
using System.Text;

namespace TransVox.Api.Tests.Support;

/// <summary>Multipart forms, good and bad.</summary>
internal static class Forms
{
    public const string Boundary = "xxBOUNDARYxx";

    /// <summary>A form as clients send it.</summary>
    public static MultipartFormDataContent Video(string fileName = "talk.mp4", byte[]? content = null, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        if (!fields.Any(f => f.Name == "targetLanguage"))
            form.Add(new StringContent("es"), "targetLanguage");
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(content ?? [1, 2, 3]), "video", fileName);
        return form;
    }

    public static string Field(string name, string value) =>
        $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";

    public static string File(string disposition, string content = "abc") =>
        $"--{Boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: video/mp4\r\n\r\n{content}\r\n";

    public const string End = $"--{Boundary}--\r\n";

    /// <summary>A form whose file has any name at all.</summary>
    public static HttpContent Named(string fileName, string content) => Raw(
        Field("targetLanguage", "es") + File($"form-data; name=\"video\"; filename*={Extended(fileName)}", content) + End);

    /// <summary>A name as RFC 8187 wants it.</summary>
    public static string Extended(string name) => "UTF-8''" + string.Concat(Encoding.UTF8.GetBytes(name).Select(b => $"%{b:X2}"));

    public static HttpContent Raw(string body) => Raw(Encoding.UTF8.GetBytes(body));

    public static HttpContent Raw(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");
        return content;
    }
}

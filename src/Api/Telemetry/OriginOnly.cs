using System.Diagnostics;
using OpenTelemetry;

namespace TransVox.Api.Telemetry;

/// <summary>Cuts addresses of requests to others down to scheme, host and port: paths of blobs hold names of users and files, other paths may be secrets.</summary>
public sealed class OriginOnly : BaseProcessor<Activity>
{
    private const string Address = "url.full";

    public override void OnEnd(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.GetTagItem(Address) is string text)
            data.SetTag(Address, Uri.TryCreate(text, UriKind.Absolute, out var address) ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : null);
    }
}

using Microsoft.Extensions.Options;

namespace TransVox.Api.Options;

/// <summary>Validation of the attributes, generated so that nested sections are covered without reflection.</summary>
[OptionsValidator]
internal sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace TransVox.Browser.Support;

/// <summary>Checks by axe-core: every rule of WCAG 2.2 A and AA, and axe's best practices.</summary>
internal static class Accessibility
{
    private static readonly AxeRunOptions Options = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    public static async Task AssertNoViolationsAsync(IPage page, string view)
    {
        var result = await page.RunAxe(Options);
        Assert.True(result.Passes.Length > 5, $"axe checked next to nothing in {view}.");
        var found = result.Violations.Select(v => $"{v.Id} ({v.Impact}): {v.Help}\n    {string.Join("\n    ", v.Nodes.Take(5).Select(n => n.Html))}").ToList();
        Assert.True(found.Count == 0, $"{view}: {string.Join('\n', found)}");
    }
}

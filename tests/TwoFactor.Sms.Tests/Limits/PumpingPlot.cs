using System.Globalization;
using System.Text;

namespace TwoFactor.Tests;

/// <summary>Draws a day of toll fraud: what was asked for and what left, hour by hour.</summary>
internal static class PumpingPlot
{
    private const int Width = 720;
    private const int Left = 64;
    private const int PanelHeight = 130;
    private const int Step = (Width - Left - 24) / 24;

    public static string Draw(PumpingDay day, int seed)
    {
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} 620" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="A simulated day of toll fraud">
            <rect width="{Width}" height="620" fill="#ffffff"/>
            <text x="{Left}" y="28" font-size="17" font-weight="600" fill="#1a1a2e">A day of toll fraud, simulated with the default limits</text>
            <text x="{Left}" y="48" fill="#555566">{PumpingDay.AttackRequests:N0} requests from {PumpingDay.AttackAddresses} addresses for {PumpingDay.AttackNumbers:N0} numbers in 3 prefixes, {PumpingDay.OwnAccounts} confirmed phones that never answer,</text>
            <text x="{Left}" y="64" fill="#555566">and {PumpingDay.StolenPasswords} stolen passwords, tried from 9 to 11 o'clock, against {PumpingDay.HonestUsers:N0} honest users.</text>
            <text x="{Left}" y="612" font-size="11" fill="#555566">Seed {seed}; drawn by tests/TwoFactor.Sms.Tests/Limits/PumpingTests.cs with PLOT=1.</text>

            """
        );
        Panel(svg, 90, $"Requests of the attacker: {day.Asked.Sum():N0}", day.Asked, "#9aa0b4");
        Panel(
            svg,
            266,
            $"Messages that left to the attacker's numbers: {day.ToAttacker.Sum():N0}",
            day.ToAttacker,
            "#c0392b"
        );
        Panel(
            svg,
            442,
            $"Messages to honest users, {day.ForStolen:N0} of them for stolen passwords: {day.ToHonest.Sum():N0}; {day.HonestIn:N0} of "
                + $"{PumpingDay.HonestUsers:N0} got in",
            day.ToHonest,
            "#1f7a5c"
        );
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, int top, string title, int[] hours, string colour)
    {
        var highest = Math.Max(1, hours.Max());
        var bottom = top + 14 + PanelHeight;
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <text x="{Left}" y="{top + 4}" fill="#1a1a2e">{title}</text>
            <text x="{Left - 8}" y="{top + 26}" text-anchor="end" fill="#555566">{highest:N0}</text>
            <text x="{Left - 8}" y="{bottom}" text-anchor="end" fill="#555566">0</text>
            <line x1="{Left}" y1="{bottom}" x2="{Left + (24 * Step)}" y2="{bottom}" stroke="#c8c8d4"/>

            """
        );
        for (var hour = 0; hour < 24; hour++)
        {
            var height = (int)Math.Round((PanelHeight - 8.0) * hours[hour] / highest);
            svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""<rect x="{Left + (hour * Step) + 2}" y="{bottom - height}" width="{Step - 4}" height="{height}" fill="{colour}"><title>{hour}:00 – {hours[hour]:N0}</title></rect>"""
                )
                .Append('\n');
            if (hour % 6 == 0)
                svg.Append(
                        CultureInfo.InvariantCulture,
                        $"""<text x="{Left + (hour * Step)}" y="{bottom + 16}" fill="#555566">{hour:00}:00</text>"""
                    )
                    .Append('\n');
        }
    }
}

using System.Text;

namespace TwoFactor.Tests;

[Trait("Req", "R102")]
public sealed class CsvTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("＝1+1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠SUM(A1)")]
    public void What_would_be_a_formula_begins_with_an_apostrophe(string text) =>
        Assert.Equal($"\uFEFF\"'{text}\"\r\n", Text(new Csv().Row(text)));

    [Theory]
    [InlineData("bob;=1+1", "bob;'=1+1")]
    [InlineData(";@SUM(A1);-1", ";'@SUM(A1);'-1")]
    [InlineData("a; b;c-1", "a; b;c-1")]
    public void What_a_spreadsheet_that_splits_at_semicolons_would_take_for_a_formula_is_none(
        string text,
        string cell
    ) => Assert.Equal($"\uFEFF\"{cell}\"\r\n", Text(new Csv().Row(text)));

    [Theory]
    [InlineData("alice", "\"alice\"")]
    [InlineData("say \"no\", please", "\"say \"\"no\"\", please\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("", "\"\"")]
    [InlineData(null, "\"\"")]
    [InlineData("a=1", "\"a=1\"")]
    public void Everything_else_stays_as_it_is_in_quotes(string? text, string cell) =>
        Assert.Equal($"\uFEFF{cell}\r\n", Text(new Csv().Row(text)));

    private static string Text(Csv csv) => Encoding.UTF8.GetString(csv.ToBytes());
}

using System.Globalization;
using PhoneNumbers;
using PhoneNumber = TwoFactor.Sms.PhoneNumber;
using PhoneNumberType = TwoFactor.Sms.PhoneNumberType;

namespace TwoFactor.Tests;

public sealed class PhoneNumberTests
{
    private static readonly PhoneNumberUtil s_util = PhoneNumberUtil.GetInstance();

    [Fact]
    public void Every_example_of_every_region_and_type_is_read_in_every_form()
    {
        var read = 0;
        foreach (var (region, example) in Examples())
        {
            var expected = (s_util.Format(example, PhoneNumberFormat.E164), s_util.GetRegionCodeForNumber(example));
            var type = TypeOf(s_util.GetNumberType(example));
            foreach (var form in Enum.GetValues<PhoneNumberFormat>())
            {
                var text = s_util.Format(example, form);
                var number = PhoneNumber.Parse(text, region).Value;
                Assert.True(number is not null, $"{region} {text}");
                Assert.Equal(expected, (number.E164, number.Region));
                Assert.Equal((example.CountryCode, type), (number.CallingCode, number.Type));
                Assert.Equal($"+{number.CallingCode}{number.NationalNumber}", number.E164);
                read++;
            }
        }

        Assert.True(read > 5_000, $"{read} were read");
    }

    [Fact]
    [Trait("Req", "R16")]
    public void Numbers_that_cost_the_called_or_reach_no_phone_are_sent_to_in_no_region()
    {
        var everything = new SmsOptions { NumberTypes = [.. Enum.GetValues<PhoneNumberType>()] };
        var refused = new HashSet<PhoneNumberType>();
        foreach (var (region, example) in Examples())
        {
            var number = PhoneNumber.Parse(s_util.Format(example, PhoneNumberFormat.E164), region).Value!;
            if (
                s_util.GetNumberType(example)
                is not (
                    PhoneNumbers.PhoneNumberType.PREMIUM_RATE
                    or PhoneNumbers.PhoneNumberType.SHARED_COST
                    or PhoneNumbers.PhoneNumberType.TOLL_FREE
                    or PhoneNumbers.PhoneNumberType.PAGER
                )
            )
                continue;

            Assert.False(everything.Allows(number.Type), $"{region} {number.E164}");
            refused.Add(number.Type);
        }

        Assert.Equal(4, refused.Count);
    }

    [Fact]
    [Trait("Req", "R16")]
    public void Numbers_of_no_region_are_refused()
    {
        foreach (var callingCode in s_util.GetSupportedGlobalNetworkCallingCodes())
        {
            var text = s_util.Format(s_util.GetExampleNumberForNonGeoEntity(callingCode), PhoneNumberFormat.E164);
            Assert.Equal(PhoneNumberProblem.UnknownCallingCode, PhoneNumber.Parse(text, "US").Problem);
        }
    }

    [Fact]
    [Trait("Req", "R16")]
    public void A_number_in_two_plans_may_be_sent_to_where_either_region_is_allowed()
    {
        foreach (var region in PhoneRegions.All)
        {
            var example = s_util.GetExampleNumber(region.Code);
            var number = PhoneNumber.Parse(s_util.Format(example, PhoneNumberFormat.E164)).Value!;
            Assert.True(new SmsOptions { Regions = [region.Code] }.Allows(number), region.Code);
            Assert.True(new SmsOptions { Regions = [number.Region] }.Allows(number), region.Code);
        }
    }

    [Theory]
    [InlineData("090-1234-5678", "JP", "+819012345678", "JP")]
    [InlineData("０９０－１２３４－５６７８", "JP", "+819012345678", "JP")]
    [InlineData("٠٥٠ ١٢٣ ٤٥٦٧", "AE", "+971501234567", "AE")]
    [InlineData("+81 (0)90 1234 5678", null, "+819012345678", "JP")]
    [InlineData("010 81 90 1234 5678", "JP", "+819012345678", "JP")]
    [InlineData("819012345678", "JP", "+819012345678", "JP")]
    [InlineData("0044 7400 123456", "DE", "+447400123456", "GB")]
    [InlineData("312 345 6789", "it", "+393123456789", "IT")]
    [InlineData("06 698 8 5555", "VA", "+390669885555", "VA")]
    [InlineData("8 912 345-67-89", "RU", "+79123456789", "RU")]
    [InlineData("8 771 000 9998", "RU", "+77710009998", "KZ")]
    [InlineData("06 20 123 4567", "HU", "+36201234567", "HU")]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789", "AR")]
    [InlineData("(506) 234-5678", "US", "+15062345678", "CA")]
    [InlineData("0 15 11961-23456", "BR", "+5511961234567", null)]
    [InlineData("+44 7700 300000", "US", "+447700300000", "JE")]
    [InlineData("tel:+81-90-1234-5678", null, "+819012345678", "JP")]
    [InlineData(" TEL:090-1234-5678", "JP", "+819012345678", "JP")]
    [InlineData("\u202A+81\u202C 90\u00AD1234\u20605678\r\n", null, "+819012345678", "JP")]
    [InlineData("\u2066\u2067\u2068090\u2069\u202E1234\u061C5678\u200E", "JP", "+819012345678", "JP")]
    [InlineData("tel:090-1234-5678;phone-context=+81", null, "+819012345678", "JP")]
    [InlineData("tel:(506)234-5678;isub=7;phone-context=+1", "JP", "+15062345678", "CA")]
    [InlineData("tel:090-1234-5678;phone-context=example.com", "JP", "+819012345678", "JP")]
    [InlineData("tel:+81-90-1234-5678;phone-context=+1", "US", "+819012345678", "JP")]
    [InlineData("[090] 1234/5678", "JP", "+819012345678", "JP")]
    [InlineData("090ｰ1234ー5678", "JP", "+819012345678", "JP")]
    [InlineData("＋８１　９０（１２３４）５６７８", null, "+819012345678", "JP")]
    [InlineData("+৮১ ৯০ १२३४ ๕๖๗๘", null, "+819012345678", "JP")]
    public void Numbers_are_read_as_people_write_them(string text, string? region, string e164, string? owner)
    {
        var result = PhoneNumber.Parse(text, region);
        if (owner is null)
            Assert.Equal(PhoneNumberProblem.NotInUse, result.Problem);
        else
            Assert.Equal((e164, owner), (result.Value?.E164, result.Value?.Region));
    }

    [Theory]
    [InlineData("", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData(null, "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("call me", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("090-1234-5678 ext. 5", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("090-1234-5678;ext=5", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("09+01234567", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("090-1234-5678 x5", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("090-1234-5678,,5", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("090-1234-5678#5", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("03-1234-5678~5", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("tel:+81-90-1234-5678;ext=5", null, PhoneNumberProblem.NotANumber)]
    [InlineData("tel:090-1234-5678;phone-context=+81;ext=5", null, PhoneNumberProblem.NotANumber)]
    [InlineData("tel:090-1234-5678;phone-context=+81x", null, PhoneNumberProblem.NotANumber)]
    [InlineData("tel:090-1234-5678;phone-context=example.com", null, PhoneNumberProblem.UnknownRegion)]
    [InlineData("tel:090-1234-5678;", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("tel:tel:+81-90-1234-5678", null, PhoneNumberProblem.NotANumber)]
    [InlineData("tel:", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("+", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("++81 90 1234 5678", null, PhoneNumberProblem.NotANumber)]
    [InlineData("*31#090-1234-5678", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("０９０－１２３４－ＡＢＣＤ", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("090-1234-五六七八", "JP", PhoneNumberProblem.NotANumber)]
    [InlineData("1-800-FLOWERS", "US", PhoneNumberProblem.NotANumber)]
    [InlineData("sms:+819012345678", null, PhoneNumberProblem.NotANumber)]
    [InlineData("+808 1234 5678", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+870 773 111 632", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+881 612 345 678", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+882 16 12345678", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+883 5100 0123 4567", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+888 123 456 789", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+979 123 456 789", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+0081 90 1234 5678", null, PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+0036 20 123 4567", "HU", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("090-1234-5678", null, PhoneNumberProblem.UnknownRegion)]
    [InlineData("090-1234-5678", "XX", PhoneNumberProblem.UnknownRegion)]
    [InlineData("+999 1234 5678", "JP", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+0 1234 5678", "JP", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+800 1234 5678", "JP", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("1", "JP", PhoneNumberProblem.TooShort)]
    [InlineData("110", "JP", PhoneNumberProblem.TooShort)]
    [InlineData("090123456789012345", "JP", PhoneNumberProblem.TooLong)]
    [InlineData("0901234567890123456789012345678901234567", "JP", PhoneNumberProblem.TooLong)]
    [InlineData("010-999-5678", "JP", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+81 10 1234 5678", "JP", PhoneNumberProblem.NotInUse)]
    [Trait("Req", "R16")]
    public void What_is_no_number_is_refused_with_the_reason(string? text, string? region, PhoneNumberProblem problem)
    {
        var result = PhoneNumber.Parse(text, region);
        Assert.Equal(problem, result.Problem);
        Assert.NotEmpty(result.Message);
    }

    [Theory]
    [InlineData("0120-123-456", "JP", PhoneNumberType.TollFree)]
    [InlineData("0990-123-456", "JP", PhoneNumberType.PremiumRate)]
    [InlineData("03-1234-5678", "JP", PhoneNumberType.FixedLine)]
    [InlineData("020-4123-4567", "JP", PhoneNumberType.Pager)]
    [InlineData("050-1234-5678", "JP", PhoneNumberType.Other)]
    [InlineData("0180 1234567", "DE", PhoneNumberType.SharedCost)]
    [InlineData("(201) 555-0123", "US", PhoneNumberType.FixedLineOrMobile)]
    public void The_plan_tells_the_type(string text, string region, PhoneNumberType type) =>
        Assert.Equal(type, PhoneNumber.Parse(text, region).Value?.Type);

    [Fact]
    public void What_was_stored_before_is_still_the_number_that_was_enrolled()
    {
        Assert.Equal(("+819012345678", "JP"), Of(PhoneNumber.Restore("+819012345678", "JP")));
        Assert.Equal(("+811012345678", "JP"), Of(PhoneNumber.Restore("+811012345678", "JP")));
        Assert.Equal(("+99912345678", "ZZ"), Of(PhoneNumber.Restore("+99912345678", "ZZ")));
        Assert.NotEmpty(PhoneNumber.Restore("+99912345678", "ZZ").Masked);

        // What no plan has belongs to no further region, and a stored text that is no number harms nobody.
        Assert.Empty(PhoneNumber.Restore("+441", "GB").FurtherRegions());
        Assert.Empty(PhoneNumber.Restore("", "GB").FurtherRegions());

        static (string, string) Of(PhoneNumber number) => (number.E164, number.Region);
    }

    [Theory]
    [InlineData("+39 312 345 6789", "IT", "VA")]
    [InlineData("+39 06 698 12345", "VA", "")]
    [InlineData("+358 41 2345678", "FI", "AX")]
    [InlineData("+7 912 345 67 89", "RU", "")]
    [InlineData("+1 506 234 5678", "CA", "")]
    [InlineData("+81 90 1234 5678", "JP", "")]
    public void A_number_belongs_to_one_region_and_may_be_in_further_plans(string text, string region, string further)
    {
        var number = PhoneNumber.Parse(text).Value!;
        Assert.Equal((region, further), (number.Region, string.Join(',', number.FurtherRegions())));
    }

    [Fact]
    public void Random_texts_never_throw()
    {
        const string Alphabet = "0123456789٣８+＋ -–()./ext;,#*abc\u0000\uD83D\uDE00\uFEFF\u200E";
        var random = new Random(20270131);
        var regions = PhoneRegions
            .All.Select(r => (string?)r.Code)
            .Append(null)
            .Append("")
            .Append("xx")
            .Append("日本")
            .ToArray();
        var valid = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var text = new char[random.Next(0, 24)];
            for (var j = 0; j < text.Length; j++)
                text[j] =
                    random.Next(4) > 0 ? (char)('0' + random.Next(10))
                    : random.Next(8) == 0 ? (char)random.Next(char.MaxValue)
                    : Alphabet[random.Next(Alphabet.Length)];

            var number = PhoneNumber.Parse(new string(text), regions[random.Next(regions.Length)]).Value;
            if (number is null)
                continue;

            // What was read once is read the same again.
            valid++;
            var again = PhoneNumber.Parse(number.E164, number.Region).Value;
            Assert.Equal((number.E164, number.Region, number.Type), (again?.E164, again?.Region, again?.Type));
        }

        Assert.True(valid > 500, $"{valid} were valid");
    }

    [Fact]
    [Trait("Req", "R81")]
    public void A_number_shows_itself_masked()
    {
        var result = PhoneNumber.Parse("090-1234-5678", "JP");
        Assert.Equal("+81 ••••••••78", result.Value!.Masked);
        Assert.Equal(("+81 ••••••••78", "+81 ••••••••78"), (result.ToString(), $"{result.Value}"));
        Assert.Equal("9012345678", result.Value.NationalNumber);
    }

    [Fact]
    public void Regions_have_names_in_the_languages_of_the_platform()
    {
        Assert.Equal(245, PhoneRegions.All.Count);
        var japan = PhoneRegions.Find("jp")!;
        Assert.Equal(("JP", 81, "Japan"), (japan.Code, japan.CallingCode, japan.EnglishName));
        Assert.Equal("日本", japan.NameIn(CultureInfo.GetCultureInfo("ja-JP")));
        Assert.Equal("アメリカ合衆国", PhoneRegions.Find("US")!.NameIn(CultureInfo.GetCultureInfo("ja")));
        Assert.Equal("Vereinigte Staaten", PhoneRegions.Find("US")!.NameIn(CultureInfo.GetCultureInfo("de-AT")));
        Assert.Equal("美國", PhoneRegions.Find("US")!.NameIn(CultureInfo.GetCultureInfo("zh-Hant-TW")));
        Assert.Equal("美國", PhoneRegions.Find("US")!.NameIn(CultureInfo.GetCultureInfo("zh-TW")));
        Assert.Equal("Japan", japan.NameIn(CultureInfo.InvariantCulture));
        Assert.Null(PhoneRegions.Find("XX"));
        Assert.All(PhoneRegions.All, r => Assert.NotEmpty(r.NameIn(CultureInfo.GetCultureInfo("fr"))));
    }

    private static IEnumerable<(string Region, PhoneNumbers.PhoneNumber Example)> Examples() =>
        from region in PhoneRegions.All
        from type in Enum.GetValues<PhoneNumbers.PhoneNumberType>()
        let example = s_util.GetExampleNumberForType(region.Code, type)
        where example is not null
        select (region.Code, example);

    private static PhoneNumberType TypeOf(PhoneNumbers.PhoneNumberType type) =>
        Enum.TryParse<PhoneNumberType>($"{type}".Replace("_", "", StringComparison.Ordinal), true, out var same)
            ? same
            : PhoneNumberType.Other;
}

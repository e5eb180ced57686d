using System.CommandLine;

namespace ConsoleSample.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class Arguments
{
    public static Argument<string> User() => new("USER") { Description = "The user's id." };

    public static Argument<string> FactorId() => new("FACTOR_ID") { Description = "The factor's id; see status." };

    public static Argument<string> Code() =>
        new("CODE") { Description = "The code as typed; spaces and dashes are forgiven." };

    public static Option<string?> Proof() => new("--proof") { Description = "A fresh code of an active factor." };

    public static Option<string> Actor() => Text("--actor", "The administrator who does it.");

    public static Option<string> Reason() => Text("--reason", "Why, for the audit trail.");

    public static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => [] };

    private static Option<string> Text(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, Required = true };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError($"{name} is empty. {description}");
        });
        return option;
    }

    /// <summary>Values given as several options, or separated by commas.</summary>
    public static string[] Split(string[]? values) =>
        [
            .. (values ?? []).SelectMany(v =>
                v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ),
        ];
}

using System.CommandLine;

namespace ConsoleSample.Cli;

/// <summary>What a command does with an open session.</summary>
internal delegate Task<Answer> CommandAction(
    Session session,
    ParseResult parse,
    bool isJson,
    CancellationToken cancellationToken
);

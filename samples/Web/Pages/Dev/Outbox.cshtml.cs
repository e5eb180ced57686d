using Microsoft.AspNetCore.Mvc;
using WebSample.Setup;

namespace WebSample.Pages.Dev;

/// <summary>The messages of the outbox. Only in the Development environment, because it shows codes.</summary>
public sealed class OutboxModel(Outbox outbox) : AppPage
{
    public IReadOnlyList<OutboxMessage> Messages { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (!outbox.IsOpen)
            return NotFound();

        Messages = outbox.Read();
        return Page();
    }
}

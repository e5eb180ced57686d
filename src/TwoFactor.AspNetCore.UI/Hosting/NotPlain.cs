using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Answers 400 with the name of the field where the core refuses a text that is not plain, as the endpoints do. No page
/// asks for such a text, so it gets no page of its own.
/// </summary>
internal sealed class NotPlain : IExceptionFilter
{
    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not PlainTextException refused)
            return;

        context.ExceptionHandled = true;
        context.Result = new ContentResult
        {
            StatusCode = StatusCodes.Status400BadRequest,
            ContentType = "text/plain; charset=utf-8",
            Content = refused.Message,
        };
    }
}

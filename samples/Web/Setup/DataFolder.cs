namespace WebSample.Setup;

/// <summary>
/// Where databases, keys and the outbox are: the setting <c>DataFolder</c>, or <c>data</c> beside the app's content.
/// </summary>
public static class DataFolder
{
    public static string Create(WebApplicationBuilder builder)
    {
        var folder = Path.GetFullPath(
            builder.Configuration["DataFolder"] ?? "data",
            builder.Environment.ContentRootPath
        );
        OwnerOnly.CreateFolder(folder);
        return folder;
    }
}

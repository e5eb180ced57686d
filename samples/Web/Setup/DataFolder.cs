namespace WebSample.Setup;

/// <summary>
/// The folder for databases, keys and the outbox: the setting <c>DataFolder</c>, or <c>data</c> in the app's content
/// root.
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

using CustomStoreSample;
using TwoFactor.Testing;

// A custom store, and the conformance kits that prove it correct. In an app: AddTwoFactor().UseStore(_ => new
// JsonFileStore("two-factor.json")).
var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "two-factor.json");
ConformanceKit[] kits =
[
    new AccountStoreKit<JsonFileStore>(() => new JsonFileStore(path)),
    new PolicyStoreKit<JsonFileStore>(() => new JsonFileStore(path)),
];
foreach (var kit in kits)
{
    var report = await kit.RunAsync();
    Console.WriteLine(string.Join('\n', report.Results) + $"\n{report}\n");
    report.ThrowIfFailed();
}

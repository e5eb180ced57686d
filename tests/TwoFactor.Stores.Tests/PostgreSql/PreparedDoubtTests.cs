namespace TwoFactor.Tests;

[Trait("Req", "R90")]
public sealed class PreparedDoubtTests(Postgres postgres) : DoubtTests(postgres, prepares: true);

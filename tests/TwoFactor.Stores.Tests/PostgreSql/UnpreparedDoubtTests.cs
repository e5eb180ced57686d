namespace TwoFactor.Tests;

[Trait("Req", "R90")]
public sealed class UnpreparedDoubtTests(Postgres postgres) : DoubtTests(postgres, prepares: false);

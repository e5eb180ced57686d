using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace TwoFactor.Tests;

internal sealed class TestDb(DbContextOptions<TestDb> options) : IdentityDbContext<IdentityUser>(options);

using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TwoFactor;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Adds the tables of the store to a model.</summary>
public static class TwoFactorModelBuilderExtensions
{
    private const int MaxTenant = 64;
    private const int MaxName = 96;

    // No length limit: the detail of a policy change is as long as the policy.
    private const int Unbounded = -1;

    /// <summary>
    /// Adds the tables <c>two_factor_accounts</c>, <c>two_factor_events</c>, <c>two_factor_policies</c> and
    /// <c>two_factor_quotas</c>. Call it in <c>OnModelCreating</c>, and add a migration.
    /// </summary>
    /// <param name="modelBuilder">The builder of the host's model.</param>
    /// <param name="keyCollation">
    /// The collation of tenants, user ids and buckets. It must distinguish any two texts, and sort by code points:
    /// <c>"C"</c> on PostgreSQL, <c>"Latin1_General_100_BIN2"</c> on SQL Server, which passes over spaces at the end in
    /// every collation: of two ids that differ in them alone, the second is refused. Default: null, the database's own,
    /// which is right on SQLite.
    /// </param>
    public static ModelBuilder AddTwoFactor(this ModelBuilder modelBuilder, string? keyCollation = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<AccountEntity>(account =>
        {
            account.ToTable("two_factor_accounts");
            account.HasKey(a => new { a.Tenant, a.UserId });
            Key(account.Property(a => a.Tenant), "tenant", MaxTenant, keyCollation);
            Key(account.Property(a => a.UserId), "user_id", TwoFactorOptions.MaxUserIdLength, keyCollation);
            account.Property(a => a.Version).HasColumnName("version").IsConcurrencyToken();
            account.Property(a => a.WriteId).HasColumnName("write_id");
            account.Property(a => a.Sealed).HasColumnName("sealed");
            account.Property(a => a.IsEnrolled).HasColumnName("is_enrolled");
            Text(account.Property(a => a.Methods), "methods", Unbounded);
            account.Property(a => a.LockedUntil).HasColumnName("locked_until");
            account.Property(a => a.LastVerifiedAt).HasColumnName("last_verified_at");
            account.Property(a => a.UpdatedAt).HasColumnName("updated_at");
        });
        modelBuilder.Entity<PolicyEntity>(policy =>
        {
            policy.ToTable("two_factor_policies");
            policy.HasKey(p => p.Tenant);
            Key(policy.Property(p => p.Tenant), "tenant", MaxTenant, keyCollation);
            policy.Property(p => p.Version).HasColumnName("version").IsConcurrencyToken();
            policy.Property(p => p.WriteId).HasColumnName("write_id");
            policy.Property(p => p.Sealed).HasColumnName("sealed");
        });
        modelBuilder.Entity<EventEntity>(one => AddEvents(one, keyCollation));
        modelBuilder.Entity<QuotaEntity>(quota =>
        {
            quota.ToTable("two_factor_quotas");
            quota.HasKey(q => new { q.Tenant, q.Bucket });
            Key(quota.Property(q => q.Tenant), "tenant", MaxTenant, keyCollation);
            Key(quota.Property(q => q.Bucket), "bucket", MaxName, keyCollation);
            quota.Property(q => q.Version).HasColumnName("version");
            Text(quota.Property(q => q.Slots), "slots", Unbounded);
            quota.Property(q => q.ExpiresAt).HasColumnName("expires_at");
            quota.HasIndex(q => new { q.Tenant, q.ExpiresAt }).HasDatabaseName("two_factor_quotas_by_expiry");
        });
        return modelBuilder;
    }

    private static void AddEvents(EntityTypeBuilder<EventEntity> one, string? keyCollation)
    {
        one.ToTable("two_factor_events");
        one.HasKey(e => new
        {
            e.Tenant,
            e.UserId,
            e.Sequence,
        });
        Key(one.Property(e => e.Tenant), "tenant", MaxTenant, keyCollation);
        Key(one.Property(e => e.UserId), "user_id", TwoFactorOptions.MaxUserIdLength, keyCollation);
        one.Property(e => e.Sequence).HasColumnName("sequence").ValueGeneratedNever();
        one.Property(e => e.WriteId).HasColumnName("write_id");
        one.Property(e => e.At).HasColumnName("at");
        Text(one.Property(e => e.Type), "type", MaxName);
        Text(one.Property(e => e.FactorId), "factor_id", MaxName);
        Text(one.Property(e => e.Method), "method", MaxName);
        Text(one.Property(e => e.Outcome), "outcome", MaxName);
        Text(one.Property(e => e.Detail), "detail", Unbounded);
        Text(one.Property(e => e.Actor), "actor", ResetRequest.MaxActorLength);
        Text(one.Property(e => e.Reason), "reason", ResetRequest.MaxReasonLength);
        Text(one.Property(e => e.CorrelationId), "correlation_id", MaxName);
        one.Property(e => e.Hash).HasColumnName("hash");
        one.HasIndex(e => new
            {
                e.Tenant,
                e.At,
                e.UserId,
                e.Sequence,
            })
            .HasDatabaseName("two_factor_events_by_time");
        one.HasIndex(e => new
            {
                e.Tenant,
                e.UserId,
                e.At,
                e.Sequence,
            })
            .HasDatabaseName("two_factor_events_by_user_and_time");
    }

    private static void Key(PropertyBuilder<string> property, string column, int length, string? collation)
    {
        Text(property, column, length);
        if (collation is not null)
            property.UseCollation(collation);
    }

    // Set for each property, because otherwise the host's own conventions for strings would apply.
    private static void Text<T>(PropertyBuilder<T> property, string column, int length) =>
        property.HasColumnName(column).HasMaxLength(length).IsUnicode();
}

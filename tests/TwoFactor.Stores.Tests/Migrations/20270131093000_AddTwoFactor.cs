using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace TwoFactor.Tests.Migrations
{
    /// <inheritdoc />
    public partial class AddTwoFactor : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Orders",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "two_factor_accounts",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    user_id = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    write_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    is_enrolled = table.Column<bool>(type: "boolean", nullable: false),
                    methods = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    locked_until = table.Column<long>(type: "bigint", nullable: true),
                    last_verified_at = table.Column<long>(type: "bigint", nullable: true),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_two_factor_accounts", x => new { x.tenant, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "two_factor_events",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    user_id = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    write_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false),
                    factor_id = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: true),
                    method = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: true),
                    outcome = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: true),
                    detail = table.Column<string>(type: "text", maxLength: -1, nullable: true),
                    actor = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    correlation_id = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_two_factor_events", x => new { x.tenant, x.user_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "two_factor_policies",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    write_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_two_factor_policies", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "two_factor_quotas",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    bucket = table.Column<string>(type: "character varying(96)", maxLength: 96, nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    slots = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_two_factor_quotas", x => new { x.tenant, x.bucket });
                });

            migrationBuilder.CreateIndex(
                name: "two_factor_events_by_time",
                table: "two_factor_events",
                columns: new[] { "tenant", "at", "user_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "two_factor_events_by_user_and_time",
                table: "two_factor_events",
                columns: new[] { "tenant", "user_id", "at", "sequence" });

            migrationBuilder.CreateIndex(
                name: "two_factor_quotas_by_expiry",
                table: "two_factor_quotas",
                columns: new[] { "tenant", "expires_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Orders");

            migrationBuilder.DropTable(
                name: "two_factor_accounts");

            migrationBuilder.DropTable(
                name: "two_factor_events");

            migrationBuilder.DropTable(
                name: "two_factor_policies");

            migrationBuilder.DropTable(
                name: "two_factor_quotas");
        }
    }
}

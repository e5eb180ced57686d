using System.Linq.Expressions;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// The ids of all users, page by page, in the order of the ids. The app chooses the type of the key, so any type works.
/// </summary>
internal static class UserPages
{
    public const int Size = 500;

    private const string Id = "Id";

    /// <summary>The query for the page behind an id. It selects keys as objects.</summary>
    public static IQueryable<object> After<TUser>(IQueryable<TUser> users, object? after)
    {
        var user = Expression.Parameter(typeof(TUser), "u");
        var property =
            typeof(TUser).GetProperty(Id)
            ?? throw new NotSupportedException(
                $"{typeof(TUser)} has no property '{Id}'. Migrate such users by signing in."
            );
        var key = Expression.Property(user, property);
        if (after is not null)
        {
            var compare = property.PropertyType.GetMethod(nameof(IComparable.CompareTo), [property.PropertyType])!;
            var isBehind = Expression.GreaterThan(
                Expression.Call(key, compare, Expression.Constant(after, property.PropertyType)),
                Expression.Constant(0)
            );
            users = users.Where(Expression.Lambda<Func<TUser, bool>>(isBehind, user));
        }

        var byId = Expression.Call(
            typeof(Queryable),
            nameof(Queryable.OrderBy),
            [typeof(TUser), property.PropertyType],
            users.Expression,
            Expression.Quote(Expression.Lambda(key, user))
        );
        return users
            .Provider.CreateQuery<TUser>(byId)
            .Take(Size)
            .Select(Expression.Lambda<Func<TUser, object>>(Expression.Convert(key, typeof(object)), user));
    }

    /// <summary>The key of that text.</summary>
    public static object Parse<TUser>(string id) =>
        System
            .ComponentModel.TypeDescriptor.GetConverter(typeof(TUser).GetProperty(Id)!.PropertyType)
            .ConvertFromInvariantString(id)!;
}

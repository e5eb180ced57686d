namespace TwoFactor.Simulation;

/// <summary>What a node has as its database.</summary>
internal interface ISimStore : IAccountStore, IPolicyStore, IAuditStore;

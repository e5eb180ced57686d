namespace TwoFactor.Simulation;

/// <summary>One line of a script. What it picks, it picks among what there is when its turn comes.</summary>
internal sealed record Step(StepKind Kind, int User, int Node, int Pick, bool IsCancelled)
{
    public override string ToString() =>
        $"{Kind}(user {User}, node {Node}, {Pick}){(IsCancelled ? ", cancelled on the way" : "")}";
}

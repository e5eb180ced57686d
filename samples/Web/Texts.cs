namespace WebSample;

/// <summary>The texts of the pages: English in the pages themselves, its few codes and other languages in the resource files beside this class.</summary>
public sealed class Texts;

using MailKit;

namespace TwoFactor.Email;

/// <summary>Sees whether the text of a message has begun to leave: from then on a fault is ambiguous.</summary>
internal sealed class TransferWatch : ITransferProgress
{
    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    public void Report(long bytesTransferred, long totalSize) => _hasBegun = true;

    public void Report(long bytesTransferred) => _hasBegun = true;
}

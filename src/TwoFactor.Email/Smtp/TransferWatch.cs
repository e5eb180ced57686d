using MailKit;

namespace TwoFactor.Email;

/// <summary>
/// Notes when the first bytes of the text are sent. From then on, an error means that the message may have been sent.
/// </summary>
internal sealed class TransferWatch : ITransferProgress
{
    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    public void Report(long bytesTransferred, long totalSize) => _hasBegun = true;

    public void Report(long bytesTransferred) => _hasBegun = true;
}

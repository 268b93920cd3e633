package overtake;

/// An engine or the machine threw: a bug of ours. The message has what is needed to make it happen again.
public final class EngineFailure extends IllegalStateException {
    public EngineFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
